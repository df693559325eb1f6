import { useEffect, useRef, useState } from 'react';

import type { NoteDetail, NoteDraft } from '#shared/contract/journal.ts';
import { MAX_NOTE_CHARACTERS, noteLength, type NoteContent } from '#shared/domain/journal/note-content.ts';

import { callProcedure, useErrorText, useFlush, useRefresh } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, NoteEditor, StatusChip, useFormats, useText, type NoteEditorHandle } from '#renderer/ui/index.ts';
import { IconPencil } from '@tabler/icons-react';

import type { SaveState } from './autosave.ts';
import { EventTime } from './EventTime.tsx';
import classes from './Journal.module.css';
import { NoteTools } from './NoteTools.tsx';
import { NoteLinks } from './NoteLinks.tsx';
import { placeOf } from './search.ts';
import { SignDialog } from './SignDialog.tsx';
import { useAutosave } from './use-autosave.ts';
import { useSigning } from './use-signing.ts';

interface NoteWriterProps {
  readonly detail: NoteDetail;
  readonly draft: NoteDraft;
  readonly name: string;
  /** Where the cursor stood before the lock. */
  readonly cursor: number | undefined;
}

const COUNT_FROM = MAX_NOTE_CHARACTERS * 0.8;
const SIGN_WORDS = { draft: 'journal.sign.note', correction: 'journal.sign.correction', addition: 'journal.sign.addition' } as const;

/** A note being written: saves itself, keeps its cursor over a lock, F9 signs. */
export function NoteWriter({ detail: { head, maySign }, draft, name, cursor }: NoteWriterProps) {
  const t = useText();
  const { patientId, noteId } = head;
  const isSystem = head.noteType === 'system';
  const { autosave, state } = useAutosave(patientId, noteId, draft);
  const editor = useRef<NoteEditorHandle | null>(null);
  const [content, setContent] = useState<NoteContent>(draft.content);
  const [eventTime, setEventTime] = useState(draft.eventTime);
  const now = useRef({ content, eventTime });
  now.current = { content, eventTime };
  useEffect(() => () => { editor.current = null; }, []);
  useFlush(async () => {
    if (editor.current) void callProcedure('session', 'rememberPlace', { place: placeOf(patientId, noteId, editor.current.cursor()) }).catch(() => undefined);
    await autosave.flush(true);
  });
  const signing = useSigning({ patientId, noteId, isSystem, save: () => autosave.flush(false) });
  const type = (next: NoteContent) => {
    setContent(next);
    autosave.changed({ ...now.current, content: next });
  };
  const move = (next: string) => {
    setEventTime(next);
    autosave.changed({ ...now.current, eventTime: next });
  };
  const words = t(isSystem ? 'journal.sign.close' : SIGN_WORDS[draft.kind]);
  useCommands([
    { id: 'journal.sign', message: isSystem ? 'journal.command.close' : 'journal.command.sign', shortcut: 'f9', when: () => maySign || isSystem, run: signing.sign },
    { id: 'journal.keep', message: 'journal.command.keep', shortcut: 'mod+s', run: () => void autosave.flush(true).catch(() => undefined) },
  ]);
  const ready = (handle: NoteEditorHandle) => {
    editor.current = handle;
    if (cursor === undefined) handle.focus();
    else handle.setCursor(cursor);
  };
  return (
    <div className={classes.writer}>
      <header className={classes.noteHead}>
        <h2 className={classes.noteName}>{name}</h2>
        <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t(`journal.kind.${draft.kind}`)}</StatusChip>
        <div className={classes.right}>{draft.kind === 'addition' ? null : <EventTime value={eventTime} onChange={move} disabled={signing.isRunning} />}</div>
        {draft.reason ? <div className={classes.facts}>{t('journal.correct.because', { reason: draft.reason })}</div> : null}
        <NoteLinks note={head} />
      </header>
      <Banners state={state} error={signing.isAsking ? null : signing.error} length={noteLength(content)} />
      <NoteTools patientId={patientId} noteId={noteId} editor={editor} />
      <NoteEditor initial={draft.content} onChange={type} onReady={ready} label={name} readOnly={signing.isRunning} />
      <footer className={classes.foot}>
        <SavedText state={state} />
        <div className={classes.right}>{maySign || isSystem ? <Button kind="primary" shortcut="f9" onClick={signing.sign} loading={signing.isRunning && !signing.isAsking}>{words}</Button> : null}</div>
      </footer>
      <SignDialog signing={signing} title={t('journal.sign.title', { name })} />
    </div>
  );
}

/** What needs to be read: a save or signature that failed, another window's text, the end of the room. */
function Banners({ state, error, length }: { readonly state: SaveState; readonly error: unknown; readonly length: number }) {
  const t = useText();
  const { number } = useFormats();
  const errorText = useErrorText();
  const refresh = useRefresh();
  const failure = state.phase === 'failed' ? errorText(state.error) : null;
  const isElsewhere = failure?.code === 'record.changedMeanwhile' || failure?.code === 'journal.signed';
  return (
    <div className={classes.banners}>
      {failure ? (
        <Banner tone="danger" live title={t('journal.save.failed')} code={failure.trace} actions={isElsewhere ? <Button onClick={() => void refresh('journal')}>{t('journal.save.fetch')}</Button> : undefined}>
          {isElsewhere ? t('journal.save.elsewhere') : failure.text}
        </Banner>
      ) : null}
      {error ? <Banner tone="danger" live title={t('journal.sign.failed')} code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {length > COUNT_FROM ? <Banner tone="attention">{t('journal.save.length', { used: number(length), limit: number(MAX_NOTE_CHARACTERS) })}</Banner> : null}
    </div>
  );
}

function SavedText({ state }: { readonly state: SaveState }) {
  const t = useText();
  const { timeWithSeconds } = useFormats();
  const words =
    state.phase === 'idle' ? (state.savedAt ? t('journal.save.at', { time: timeWithSeconds(state.savedAt) }) : t('journal.save.nothing'))
    : state.phase === 'failed' ? t('journal.save.not')
    : t('journal.save.working');
  return <span className={classes.saved} data-phase={state.phase} role="status">{words}</span>;
}
