import { useEffect, useState } from 'react';

import type { NoteDetail, NoteDraft } from '#shared/contract/journal.ts';

import { ApiError, useErrorText, useRefresh } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, NoteView, StatusChip, useText } from '#renderer/ui/index.ts';
import { IconSignature } from '@tabler/icons-react';

import { GiveBackDialog } from './GiveBackDialog.tsx';
import classes from './Journal.module.css';
import { SCROLLS } from './scrolls.ts';
import { SignDialog } from './SignDialog.tsx';
import { SigningButtons } from './SigningButtons.tsx';
import { useMoment } from './use-moment.ts';
import { useSigning } from './use-signing.ts';

/** What somebody else wrote, for the one responsible to read and lock, or give back. */
export function NoteForSigning({ detail, draft, name }: { readonly detail: NoteDetail; readonly draft: NoteDraft; readonly name: string }) {
  const t = useText();
  const at = useMoment();
  const errorText = useErrorText();
  const refresh = useRefresh();
  const [isReturning, setReturning] = useState(false);
  const signing = useSigning({ detail, save: () => Promise.resolve(draft.revision) });
  const { head, handover } = detail;
  useCommands([{ id: 'signing.giveBack', message: 'signing.command.giveBack', shortcut: 'alt+b', run: () => setReturning(true) }]);
  const isNewer = signing.error instanceof ApiError && signing.error.detail.code === 'record.changedMeanwhile';
  // Its writer went on writing: the newest text is fetched, so that what is locked is what was read.
  useEffect(() => { if (isNewer) void refresh('journal'); }, [isNewer, refresh]);
  return (
    <div className={classes.writer}>
      <header className={classes.noteHead}>
        <h2 className={classes.noteName}>{name}</h2>
        <StatusChip tone="attention" icon={<IconSignature size={14} />}>{t('signing.state.forYou')}</StatusChip>
        <div className={classes.right}><Button size="dense" kind="quiet" shortcut="alt+b" onClick={() => setReturning(true)}>{t('signing.action.giveBack')}</Button></div>
        <div className={classes.facts}>
          {[t('signing.writtenBy', { name: head.authorName, title: head.authorTitle }), t('journal.facts.event', { time: at(draft.eventTime) }), t('signing.savedAt', { time: at(draft.savedAt) })].join(' · ')}
        </div>
      </header>
      <div className={classes.banners}>
        {handover?.kind === 'handed' ? null : <Banner tone="info">{handover?.kind === 'returned' ? t('signing.returned.waiting', { comment: handover.comment }) : t('signing.stillWriting')}</Banner>}
        {signing.error && signing.asking === null ? <Banner tone="danger" live title={t('signing.failed')}>{isNewer ? t('signing.newer') : errorText(signing.error).text}</Banner> : null}
      </div>
      <div className={classes.noteBody} {...SCROLLS} role="region" aria-label={name}><NoteView note={draft.content} /></div>
      <footer className={classes.foot}><div className={classes.right}><SigningButtons detail={detail} kind={draft.kind} signing={signing} /></div></footer>
      <SignDialog signing={signing} name={name} />
      {isReturning ? <GiveBackDialog patientId={head.patientId} noteId={head.noteId} author={head.authorName} onClose={() => setReturning(false)} /> : null}
    </div>
  );
}
