import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import type { ClinicTemplate } from '#shared/domain/journal/template.ts';

import { useErrorText, useQueryOf, useSession } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, useText, type DataColumn } from '#renderer/ui/index.ts';

import { TemplateForm } from './TemplateForm.tsx';
import classes from './Templates.module.css';

/** Every template of the clinic, those out of use too; one is changed beside the list. */
export function TemplatesScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data: session } = useSession();
  const { data, error } = useQueryOf('writing', 'allTemplates', {});
  const [open, setOpen] = useState<string | 'new' | null>(null);
  const language = session?.language ?? 'sv';
  const chosen = data?.find(one => one.id === open);
  useCommands([{ id: 'templates.new', message: 'templates.command.new', shortcut: 'f2', run: () => setOpen('new') }]);
  const columns: readonly DataColumn<ClinicTemplate>[] = [{ id: 'name', header: t('templates.name'), cell: one => one.name[language] }, { id: 'active', header: t('templates.use'), cell: one => t(one.active ? 'templates.inUse' : 'templates.outOfUse'), width: '80px' }];
  return (
    <Page title={t('templates.title')} mode="fill" actions={<Button kind="primary" icon={<IconPlus size={18} aria-hidden />} shortcut="f2" onClick={() => setOpen('new')}>{t('templates.new')}</Button>}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      <div className={classes.panes}>
        <div className={classes.list}>
          <DataTable label={t('templates.title')} columns={columns} rows={data ?? []} rowKey={one => one.id} onOpen={one => setOpen(one.id)} onCursor={one => setOpen(now => (now === 'new' ? now : (one?.id ?? null)))} rowTone={one => (one.active ? undefined : 'muted')} autoFocus empty={<EmptyState title={t('templates.none')} />} />
        </div>
        {open === 'new' || chosen ? <TemplateForm key={chosen ? `${chosen.id} ${chosen.version}` : 'new'} template={chosen} onSaved={setOpen} /> : <div className={classes.form}><EmptyState title={t('templates.choose')} /></div>}
      </div>
    </Page>
  );
}
