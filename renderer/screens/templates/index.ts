import { IconTemplate } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { TemplatesScreen } from './TemplatesScreen.tsx';

/** The clinic's templates for notes: headings in both languages, what the law asks for, whom each is proposed for. */
export const area: ScreenArea = {
  id: 'templates',
  routes: [{ path: '/settings/templates', component: TemplatesScreen, permission: 'settings.manage' }],
  commands: [{ id: 'templates.open', message: 'templates.command.open', icon: IconTemplate, permission: 'settings.manage', run: ({ go }) => go('/settings/templates') }],
};
