import { IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import type { DocumentDetail, DocumentDraft } from '#shared/contract/documents.ts';
import type { DocumentHead } from '#shared/domain/documents/document.ts';
import { noteLength } from '#shared/domain/journal/note-content.ts';

import { callProcedure, useCommandOf, useErrorText, useFlush, useRefresh } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import type { SaveState } from '#renderer/parts/autosave.ts';
import { Banner, Button, Dialog, NoteEditor, notify, StatusChip, Switch, Text, TextArea, TextField, useFormats, useText, type NoteEditorHandle } from '#renderer/ui/index.ts';

import { CorrectionBanners } from './DocumentReader.tsx';
import classes from './Documents.module.css';
import { documentPlace, JOURNAL_PATH, rememberedPlace } from './place.ts';
import { useDocumentAutosave, type TypedDocument } from './use-document-autosave.ts';

interface DocumentWriterProps {
  readonly detail: DocumentDetail;
  readonly draft: DocumentDraft;
  /** Where the cursor stood before the lock. */
  readonly cursor: number | undefined;
}

/** A document being written: saves itself as a note does, F9 locks it and makes its pages. */
export function DocumentWriter({ detail, draft, cursor }: DocumentWriterProps) {
  const t = useText();
  const { patientId, documentId, type } = detail.row;
  const { autosave, state } = useDocumentAutosave(patientId, documentId, draft);
  const editor = useRef<NoteEditorHandle | null>(null);
  const [head, setHead] = useState<DocumentHead>(draft.head);
  const now = useRef<TypedDocument>({ head: draft.head, content: draft.content });
  const finishing = useFinish(patientId, documentId, () => autosave.flush(false));
  const [isLeaving, setLeaving] = useState(false);
  useEffect(() => () => { editor.current = null; }, []);
  useFlush(async () => {
    if (editor.current) void callProcedure('session', 'rememberPlace', { place: rememberedPlace(patientId, documentId, editor.current.cursor()) }).catch(() => undefined);
    await autosave.flush(true);
  });
  const changed = (part: Partial<TypedDocument>) => {
    now.current = { ...now.current, ...part };
    if (part.head) setHead(part.head);
    autosave.changed(now.current);
  };
  useCommands([
    { id: 'documents.finish', message: 'documents.command.finish', shortcut: 'f9', permission: 'journal.sign', run: finishing.finish },
    { id: 'documents.keep', message: 'documents.command.keep', shortcut: 'mod+s', run: () => void autosave.flush(true).catch(() => undefined) },
    { id: 'documents.discard', message: 'documents.command.discard', run: () => setLeaving(true) },
  ]);
  const ready = (handle: NoteEditorHandle) => {
    editor.current = handle;
    handle.begin(cursor);
  };
  return (
    <div className={classes.writer}>
      <header className={classes.head}>
        <h2 className={classes.name}>{t(`documents.type.${type}`)}</h2>
        <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('documents.state.draft')}</StatusChip>
        <HeadFields head={head} isReferral={type === 'referral'} onChange={next => changed({ head: next })} />
      </header>
      <CorrectionBanners detail={detail} />
      <SaveBanners state={state} error={finishing.error} />
      <NoteEditor initial={draft.content} onChange={content => changed({ content })} onReady={ready} label={t('documents.write.text')} readOnly={finishing.isRunning} />
      <footer className={classes.foot}>
        <SavedText state={state} isPrefilled={noteLength(draft.content) > 0} />
        <div className={classes.right}>
          <Button kind="quiet" onClick={() => setLeaving(true)}>{t('documents.discard.run')}</Button>
          <Button kind="primary" shortcut="f9" onClick={finishing.finish} loading={finishing.isRunning}>{t('documents.write.finish')}</Button>
        </div>
      </footer>
      {isLeaving ? <DiscardDialog patientId={patientId} documentId={documentId} save={() => autosave.flush(true)} onClose={() => setLeaving(false)} /> : null}
    </div>
  );
}

/** To whom, about what, how soon: beside each other above the text. */
function HeadFields({ head, isReferral, onChange }: { readonly head: DocumentHead; readonly isReferral: boolean; readonly onChange: (head: DocumentHead) => void }) {
  const t = useText();
  const { recipient } = head;
  return (
    <div className={classes.fields}>
      <TextField label={t('documents.write.recipient')} value={recipient.name} onChange={name => onChange({ ...head, recipient: { ...recipient, name } })} maxLength={120} />
      <TextArea label={t('documents.write.address')} value={recipient.address} onChange={address => onChange({ ...head, recipient: { ...recipient, address } })} rows={1} maxLength={300} />
      <TextField label={t('documents.write.subject')} value={head.subject} onChange={subject => onChange({ ...head, subject })} maxLength={160} />
      {isReferral ? <div className={classes.switch}><Switch label={t('documents.write.urgent')} checked={head.urgent} onChange={urgent => onChange({ ...head, urgent })} /></div> : null}
    </div>
  );
}

/** Saves the last key, then locks exactly what was saved. */
function useFinish(patientId: string, documentId: string, save: () => Promise<number>) {
  const t = useText();
  const command = useCommandOf('documents', 'finish');
  const [error, setError] = useState<unknown>(null);
  const finish = () => {
    setError(null);
    save().then(revision => command.run({ patientId, documentId, revision })).then(({ pages, signed }) => notify(t(signed ? 'documents.done.signed' : 'documents.done.finished', { pages })), setError);
  };
  return { finish, error, isRunning: command.isRunning };
}

function SaveBanners({ state, error }: { readonly state: SaveState; readonly error: unknown }) {
  const t = useText();
  const errorText = useErrorText();
  const refresh = useRefresh();
  const failure = state.phase === 'failed' ? errorText(state.error) : null;
  const isElsewhere = failure?.code === 'record.changedMeanwhile' || failure?.code === 'documents.locked';
  return (
    <div className={classes.banners}>
      {failure ? (
        <Banner tone="danger" live title={t('documents.save.failed')} code={failure.trace} actions={isElsewhere ? <Button onClick={() => void refresh('documents')}>{t('documents.save.fetch')}</Button> : undefined}>
          {isElsewhere ? t('documents.save.elsewhere') : failure.text}
        </Banner>
      ) : null}
      {error && !failure ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
    </div>
  );
}

function SavedText({ state, isPrefilled }: { readonly state: SaveState; readonly isPrefilled: boolean }) {
  const t = useText();
  const { timeWithSeconds } = useFormats();
  const words =
    state.phase === 'idle' ? (state.savedAt ? t('documents.save.at', { time: timeWithSeconds(state.savedAt) }) : isPrefilled ? t('documents.write.prefilled') : '')
    : state.phase === 'failed' ? t('documents.save.not')
    : t('documents.save.working');
  return <span className={classes.saved} data-phase={state.phase} role="status">{words}</span>;
}

interface DiscardDialogProps {
  readonly patientId: string;
  readonly documentId: string;
  readonly save: () => Promise<number>;
  readonly onClose: () => void;
}

function DiscardDialog({ patientId, documentId, save, onClose }: DiscardDialogProps) {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const discard = useCommandOf('documents', 'discard');
  const run = () =>
    void save().then(revision => discard.start({ patientId, documentId, revision }, () => {
      notify(t('documents.done.discarded'));
      go(JOURNAL_PATH, documentPlace(patientId));
    }), () => undefined);
  return (
    <Dialog open onClose={onClose} title={t('documents.discard.title')} action={{ label: t('documents.discard.run'), onRun: run, loading: discard.isRunning, danger: true }}>
      <Text>{t('documents.discard.body')}</Text>
      {discard.error ? <Banner tone="danger" live>{errorText(discard.error).text}</Banner> : null}
    </Dialog>
  );
}
