import { useState } from 'react';

import type { PhraseDraft, PhraseScope } from '#shared/domain/phrases/phrase.ts';
import { MAX_PHRASE_FILE, readPhraseFile, type ReadPhrases } from '#shared/domain/phrases/phrase-file.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Checkbox, Dialog, FileField, SegmentedChoice, SelectField, Stack, useText } from '#renderer/ui/index.ts';

import classes from './Phrases.module.css';

/** Copies of a colleague's phrases, or of a file's: choose, tick, done. Nothing is taken over that is in use already unless asked for. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const [colleague, setColleague] = useState<string | null>(null);
  const [file, setFile] = useState<ReadPhrases | 'unreadable' | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [scope, setScope] = useState<PhraseScope>('own');
  const [isReplacing, setReplacing] = useState(false);
  const colleagues = useQueryOf('phrases', 'colleagues', {});
  const theirs = useQueryOf('phrases', 'ofColleague', { userId: colleague ?? '' }, { enabled: colleague !== null });
  const run = useCommandOf('phrases', 'importMany');
  const read = file !== null && file !== 'unreadable' ? file : null;
  const offered: readonly PhraseDraft[] = read?.phrases ?? (theirs.data ?? []).map(({ abbreviation, title, body }) => ({ abbreviation, title, body }));
  const ticked = offered.filter(one => !left.has(one.abbreviation));
  const failure = colleagues.error ?? theirs.error ?? run.error;
  const toggle = (abbreviation: string) => {
    const next = new Set(left);
    if (!next.delete(abbreviation)) next.add(abbreviation);
    setLeft(next);
  };
  const take = (files: readonly File[]) => {
    setColleague(null);
    setLeft(new Set());
    const [first] = files;
    if (first) void textOf(first).then(text => setFile(text === null ? 'unreadable' : (readPhraseFile(text) ?? 'unreadable')));
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('phrases.import.title')} {...(run.value ? {} : { action: { label: t('phrases.import.run', { count: ticked.length }), onRun: () => run.start({ scope, phrases: ticked, replace: isReplacing }), disabled: ticked.length === 0, loading: run.isRunning } })}>
      <Stack gap={4}>
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
        {run.value ? <Banner tone="ok" live>{t('phrases.import.done', { added: run.value.added, replaced: run.value.replaced, skipped: run.value.skipped.length })}</Banner> : null}
        <SelectField label={t('phrases.import.colleague')} value={colleague} onChange={id => { setColleague(id); setFile(null); setLeft(new Set()); }} options={(colleagues.data ?? []).map(one => ({ value: one.userId, label: t('phrases.import.owner', { name: one.name, count: one.count }) }))} autoFocus />
        <FileField label={t('phrases.import.file')} button={t('phrases.import.choose')} help={t('phrases.import.fileHelp')} accept=".json,.csv,.txt" onFiles={take} />
        {file === 'unreadable' ? <Banner tone="attention" live>{t('phrases.import.unreadable')}</Banner> : null}
        {read && read.wrong.length > 0 ? <Banner tone="attention">{t('phrases.import.wrong', { count: read.wrong.length, rows: read.wrong.slice(0, 20).join(', ') })}</Banner> : null}
        {offered.length > 0 ? (
          <>
            <div className={classes.ticks} role="group" aria-label={t('phrases.import.which')}>
              {offered.map(one => <Checkbox key={one.abbreviation} label={`${one.abbreviation} · ${one.title || one.body.slice(0, 80)}`} checked={!left.has(one.abbreviation)} onChange={() => toggle(one.abbreviation)} />)}
            </div>
            <SegmentedChoice label={t('phrases.column.scope')} value={scope} onChange={setScope} options={[{ value: 'own', label: t('phrases.scope.own') }, { value: 'clinic', label: t('phrases.scope.clinic') }]} />
            <Checkbox label={t('phrases.import.replace')} checked={isReplacing} onChange={setReplacing} />
          </>
        ) : null}
      </Stack>
    </Dialog>
  );
}

/** The file as text: UTF-8, or what Windows programs write; null when it is too large or no text. */
async function textOf(file: File): Promise<string | null> {
  if (file.size > MAX_PHRASE_FILE) return null;
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
