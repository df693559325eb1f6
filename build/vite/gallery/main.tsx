import '#renderer/app/trusted-types.ts';
import '#renderer/app/zod-config.ts';

import { createRoot } from 'react-dom/client';

import { UiProvider } from '#renderer/ui/index.ts';

import { AgendaPart } from './AgendaPart.tsx';
import { EditorPart } from './EditorPart.tsx';
import { PartsPage } from './PartsPage.tsx';

const PARTS = { agenda: AgendaPart, editor: EditorPart, parts: PartsPage } as const;
const query = new URLSearchParams(location.search);
const name = query.get('part') ?? 'parts';
const Part = PARTS[name === 'agenda' || name === 'editor' ? name : 'parts'];
const language = query.get('language') === 'en' ? 'en' : 'sv';

document.documentElement.lang = language;
const root = document.getElementById('root');
if (root) createRoot(root).render(<UiProvider language={language}><main style={{ height: '100%' }}><Part /></main></UiProvider>);
