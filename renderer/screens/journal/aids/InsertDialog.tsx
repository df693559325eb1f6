import { useState, type KeyboardEvent } from 'react';

import { MEASUREMENTS } from '#shared/domain/journal/measurements.ts';
import { foldAbbreviation, type Phrase } from '#shared/domain/phrases/phrase.ts';

import { useSession } from '#renderer/client/index.ts';
import { Dialog, EmptyState, TextField, useText, type NoteEditorHandle } from '#renderer/ui/index.ts';

import classes from './aids.module.css';
import type { Phrases } from './use-expand.ts';

interface InsertDialogProps {
  readonly phrases: Phrases;
  readonly editor: NoteEditorHandle;
  readonly onClose: () => void;
}
interface Hit {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly run: () => void;
}

/** Phrases and measurements by search, for whoever does not know the abbreviation: type, Enter. */
export function InsertDialog({ phrases, editor, onClose }: InsertDialogProps) {
  const t = useText();
  const { data: session } = useSession();
  const language = session?.language ?? 'sv';
  const [text, setText] = useState('');
  const [cursor, setCursor] = useState(0);
  const after = (run: () => void) => {
    onClose();
    // The dialog gives the focus back first.
    setTimeout(run);
  };
  const hits: Hit[] = [
    ...rankPhrases(phrases.phrases, text).map(phrase => ({ key: phrase.id, name: phrase.abbreviation, text: phrase.title || phrase.body, run: () => after(() => editor.insertBlocks(phrases.blocksOf(phrase))) })),
    ...MEASUREMENTS.filter(one => foldAbbreviation(`${one.label[language]} ${one.short.join(' ')}`).includes(foldAbbreviation(text.trim()))).map(one => ({
      key: one.kind, name: one.short[0] ?? one.kind, text: t('journal.insert.measurement', { label: one.label[language], unit: one.unit || '–' }), run: () => after(() => editor.insert(`${one.short[0] ?? ''} `)),
    })),
  ];
  const chosen = Math.min(cursor, Math.max(0, hits.length - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setCursor(Math.max(0, Math.min(hits.length - 1, chosen + step)));
    document.getElementById(`insert-${chosen + step}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('journal.insert.title')} action={{ label: t('journal.insert.run'), shortcut: 'enter', onRun: () => hits[chosen]?.run(), disabled: hits.length === 0 }}>
      <TextField label={t('journal.insert.search')} value={text} onChange={next => { setText(next); setCursor(0); }} onKeyDown={onKeyDown} autoFocus />
      {hits.length === 0 ? <EmptyState title={t('journal.insert.none')} /> : null}
      <div className={classes.found} role="listbox" aria-label={t('journal.insert.title')}>
        {hits.map((hit, at) => (
          <button key={hit.key} id={`insert-${at}`} type="button" role="option" aria-selected={at === chosen} tabIndex={-1} className={classes.hit} onClick={hit.run}>
            <span className={classes.hitName}>{hit.name}</span>
            <span className={classes.hitText}>{hit.text}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}

/** Abbreviations that begin with what is typed first, then names, then words anywhere. */
function rankPhrases(phrases: readonly Phrase[], text: string): Phrase[] {
  const wanted = foldAbbreviation(text.trim());
  const rank = ({ abbreviation, title, body }: Phrase): number =>
    foldAbbreviation(abbreviation).startsWith(wanted) ? 0 : foldAbbreviation(title).includes(wanted) ? 1 : foldAbbreviation(body).includes(wanted) ? 2 : 3;
  return phrases.map(phrase => ({ phrase, at: rank(phrase) })).filter(one => one.at < 3).sort((a, b) => a.at - b.at).map(one => one.phrase);
}
