import { useEffect, useRef, useState } from 'react';

import type { NoteDetail, NoteDraft } from '#shared/contract/journal.ts';
import { MAX_NOTE_CHARACTERS, noteLength, type NoteContent } from '#shared/domain/journal/note-content.ts';

import { callProcedure, useErrorText, useFlush, useRefresh } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, NoteEditor, StatusChip, useFormats, useText, type NoteEditorHandle, type Refused } from '#renderer/ui/index.ts';
import { IconPencil } from '@tabler/icons-react';

import { MergeDialog } from './aids/MergeDialog.tsx';
import { Others } from './aids/Others.tsx';
import { usePhrases } from './aids/use-expand.ts';
import { useWritingHere } from './aids/use-others.ts';
import { WritingAids } from './aids/WritingAids.tsx';
import type { SaveState } from './autosave.ts';
import { EventTime } from './EventTime.tsx';
import classes from './Journal.module.css';
import { NoteTools } from './NoteTools.tsx';
import { NoteLinks } from './NoteLinks.tsx';
import { placeOf } from './search.ts';
import { SignDialog } from './SignDialog.tsx';
import { SignerField } from './SignerField.tsx';
import { SigningButtons } from './SigningButtons.tsx';
import { useAutosave } from './use-autosave.ts';
import { useSigning } from './use-signing.ts';

interface NoteWriterProps {
  readonly detail: NoteDetail;
  readonly draft: NoteDraft;
  readonly name: string;
  /** Where the cursor stood before the lock. */
  readonly cursor: number | undefined;
  /** Reads the note anew and opens it in another editor: when somebody else's text was taken. */
  readonly onReload: () => void;
}

const COUNT_FROM = MAX_NOTE_CHARACTERS * 0.8;

/** A note being written: saves itself, keeps its cursor over a lock, F9 locks or signs. */
export function NoteWriter({ detail, draft, name, cursor, onReload }: NoteWriterProps) {
  const t = useText();
  const { head } = detail;
  const { patientId, noteId } = head;
  const { autosave, state } = useAutosave(patientId, noteId, draft);
  const editor = useRef<NoteEditorHandle | null>(null);
  const phrases = usePhrases(patientId);
  const others = useWritingHere(patientId, noteId);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [eventTime, setEventTime] = useState(draft.eventTime);
  // Not state: a key typed draws nothing but itself.
  const now = useRef({ content: draft.content, eventTime: draft.eventTime });
  useEffect(() => () => { editor.current = null; }, []);
  const isSettled = useRef(false);
  const reload = () => {
    isSettled.current = true;
    onReload();
  };
  useFlush(async () => {
    if (editor.current) void callProcedure('session', 'rememberPlace', { place: placeOf(patientId, noteId, editor.current.cursor()) }).catch(() => undefined);
    // Two texts that were joined are saved already; this editor's own is kept as a version.
    if (!isSettled.current) await autosave.flush(true);
  });
  const signing = useSigning({ detail, save: () => autosave.flush(false) });
  const type = (next: NoteContent) => {
    now.current = { ...now.current, content: next };
    autosave.changed(now.current);
    setRefused(null);
  };
  const move = (next: string) => {
    setEventTime(next);
    now.current = { ...now.current, eventTime: next };
    autosave.changed(now.current);
  };
  useCommands([
    { id: 'journal.keep', message: 'journal.command.keep', shortcut: 'mod+s', run: () => void autosave.flush(true).catch(() => undefined) },
  ]);
  const ready = (handle: NoteEditorHandle) => {
    editor.current = handle;
    handle.begin(cursor);
  };
  return (
    <div className={classes.writer}>
      <header className={classes.noteHead}>
        <h2 className={classes.noteName}>{name}</h2>
        <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t(`journal.kind.${draft.kind}`)}</StatusChip>
        <Others others={others} />
        <div className={classes.right}>{draft.kind === 'addition' ? null : <EventTime value={eventTime} onChange={move} disabled={signing.isRunning} />}</div>
        {draft.reason ? <div className={classes.facts}>{t('journal.correct.because', { reason: draft.reason })}</div> : null}
        <SignerField detail={detail} />
        <NoteLinks note={head} />
      </header>
      <Banners state={state} error={signing.asking ? null : signing.error} refused={refused} content={() => now.current.content} merge={{ patientId, noteId, eventTime, onDone: reload }} />
      <NoteEditor initial={draft.content} onChange={type} onReady={ready} label={name} readOnly={signing.isRunning} expand={phrases.expand} onRefused={setRefused}
        tools={<NoteTools patientId={patientId} noteId={noteId} editor={editor}><WritingAids detail={detail} phrases={phrases} editor={editor} /></NoteTools>} />
      <footer className={classes.foot}>
        <SavedText state={state} />
        <div className={classes.right}><SigningButtons detail={detail} kind={draft.kind} signing={signing} /></div>
      </footer>
      <SignDialog signing={signing} name={name} />
    </div>
  );
}

interface BannersProps {
  readonly state: SaveState;
  readonly error: unknown;
  readonly refused: Refused | null;
  readonly content: () => NoteContent;
  readonly merge: { readonly patientId: string; readonly noteId: string; readonly eventTime: string; readonly onDone: () => void };
}

/** What needs to be read: a save or signature that failed, another window's text, what did not fit, the end of the room. */
function Banners({ state, error, refused, content, merge }: BannersProps) {
  const t = useText();
  const { number } = useFormats();
  const errorText = useErrorText();
  const refresh = useRefresh();
  const [isMerging, setMerging] = useState(false);
  const failure = state.phase === 'failed' ? errorText(state.error) : null;
  const isChanged = failure?.code === 'record.changedMeanwhile';
  const isElsewhere = isChanged || failure?.code === 'journal.signed';
  const length = useLength(state, content);
  const actions = isChanged ? <Button onClick={() => setMerging(true)}>{t('journal.merge.open')}</Button> : isElsewhere ? <Button onClick={() => void refresh('journal')}>{t('journal.save.fetch')}</Button> : undefined;
  return (
    <div className={classes.banners}>
      {failure ? <Banner tone="danger" live title={t('journal.save.failed')} code={failure.trace} actions={actions}>{isElsewhere ? t('journal.save.elsewhere') : failure.text}</Banner> : null}
      {error ? <Banner tone="danger" live title={t('signing.failed')} code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {refused ? <Banner tone="attention" live title={t('journal.refused.title')}>{t(`journal.refused.${refused.reason}`, { size: number(refused.size), room: number(refused.room) })}</Banner> : null}
      {length > COUNT_FROM ? <Banner tone="attention">{t('journal.save.length', { used: number(length), limit: number(MAX_NOTE_CHARACTERS) })}</Banner> : null}
      {isMerging ? <MergeDialog {...merge} mine={content()} onClose={() => setMerging(false)} /> : null}
    </div>
  );
}

/** Counted when it has been saved, not at every key. */
function useLength(state: SaveState, content: () => NoteContent): number {
  const [length, setLength] = useState(0);
  const latest = useRef(content);
  latest.current = content;
  useEffect(() => {
    if (state.phase === 'idle' || state.phase === 'failed') setLength(noteLength(latest.current()));
  }, [state]);
  return length;
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
