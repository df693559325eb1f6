import { IconFileDownload, IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';

import { foldAbbreviation, type Phrase } from '#shared/domain/phrases/phrase.ts';
import { writePhraseFile } from '#shared/domain/phrases/phrase-file.ts';

import { saveText, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, SearchField, useText, type DataColumn } from '#renderer/ui/index.ts';

import { ImportDialog } from './ImportDialog.tsx';
import classes from './Phrases.module.css';
import { PhraseForm } from './PhraseForm.tsx';

/** One's own phrases and the clinic's: found as one types, changed beside the list. */
export function PhrasesScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data: phrases, error } = useQueryOf('phrases', 'list', {});
  const [text, setText] = useState('');
  const [open, setOpen] = useState<string | 'new' | null>(null);
  const [isImporting, setImporting] = useState(false);
  const removal = useRemoval();
  const wanted = foldAbbreviation(text.trim());
  const shown = (phrases ?? []).filter(one => foldAbbreviation(`${one.abbreviation} ${one.title} ${one.body}`).includes(wanted));
  const chosen = phrases?.find(one => one.id === open);
  const exportAll = () => saveText(writePhraseFile(phrases ?? []), 'fraser.json', 'application/json');
  useCommands([
    { id: 'phrases.new', message: 'phrases.command.new', shortcut: 'f2', run: () => setOpen('new') },
    { id: 'phrases.import', message: 'phrases.command.import', shortcut: 'alt+h', run: () => setImporting(true) },
    { id: 'phrases.export', message: 'phrases.command.export', run: exportAll },
  ]);
  const columns: readonly DataColumn<Phrase>[] = [
    { id: 'abbreviation', header: t('phrases.column.abbreviation'), cell: one => one.abbreviation, sort: one => one.abbreviation, width: '130px' },
    { id: 'title', header: t('phrases.column.title'), cell: one => one.title || one.body, sort: one => one.title || one.body },
    { id: 'scope', header: t('phrases.column.scope'), cell: one => t(`phrases.scope.${one.scope}`), sort: one => one.scope, width: '110px' },
  ];
  return (
    <Page
      title={t('phrases.title')} mode="fill"
      actions={(
        <>
          <Button kind="quiet" icon={<IconFileDownload size={18} aria-hidden />} onClick={exportAll} disabled={!phrases?.length}>{t('phrases.action.export')}</Button>
          <Button icon={<IconUsers size={18} aria-hidden />} shortcut="alt+h" onClick={() => setImporting(true)}>{t('phrases.action.import')}</Button>
          <Button kind="primary" icon={<IconPlus size={18} aria-hidden />} shortcut="f2" onClick={() => setOpen('new')}>{t('phrases.action.new')}</Button>
        </>
      )}
    >
      {error ?? removal.error ? <Banner tone="danger" live>{errorText(error ?? removal.error).text}</Banner> : null}
      {removal.undo ? <Banner tone="info" live actions={<Button onClick={removal.undo}>{t('phrases.action.undo')}</Button>}>{t('phrases.removed')}</Banner> : null}
      <div className={classes.panes}>
        <div className={classes.list}>
          <div className={classes.search}><SearchField label={t('phrases.search')} value={text} onChange={setText} /></div>
          <DataTable label={t('phrases.title')} columns={columns} rows={shown} rowKey={one => one.id} onOpen={one => setOpen(one.id)} onCursor={one => setOpen(now => (now === 'new' ? now : (one?.id ?? null)))} empty={<EmptyState title={t(phrases?.length ? 'phrases.noneFound' : 'phrases.none')} hint={{ keys: 'f2', label: t('phrases.action.new') }} />} />
        </div>
        {open === 'new' || chosen ? <PhraseForm key={chosen ? `${chosen.id} ${chosen.version}` : 'new'} phrase={chosen} onSaved={setOpen} onRemove={removal.run} /> : <div className={classes.form}><EmptyState title={t('phrases.choose')} /></div>}
      </div>
      {isImporting ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </Page>
  );
}

/** Taking a phrase out of use, with the way back for as long as the screen is open. */
function useRemoval() {
  const remove = useCommandOf('phrases', 'remove');
  const restore = useCommandOf('phrases', 'restore');
  const removed = remove.value;
  return {
    run: (phrase: Phrase) => remove.start({ id: phrase.id, version: phrase.version }),
    undo: removed ? () => restore.start(removed, remove.reset) : undefined,
    error: remove.error ?? restore.error,
  };
}
