import { IconAlarm, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';

import type { DocumentDetail } from '#shared/contract/documents.ts';

import { useMay } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Button, NoteView, StatusChip, useFormats, useText } from '#renderer/ui/index.ts';

import { DocumentState } from './DocumentList.tsx';
import classes from './Documents.module.css';
import { ReleaseDialog } from './ReleaseDialog.tsx';
import { SignDocumentDialog } from './SignDocumentDialog.tsx';

/** A locked document: its text, who locked it, where it has gone, and the ways out. */
export function DocumentReader({ detail }: { readonly detail: DocumentDetail }) {
  const t = useText();
  const may = useMay();
  const { stamp } = useFormats();
  const { row, head, content, digest, maySign } = detail;
  const [asks, setAsks] = useState<'release' | 'sign' | null>(null);
  const isFinished = row.status === 'finished';
  const mayRelease = isFinished && may('journal.print');
  useCommands([
    { id: 'documents.release', message: 'documents.command.release', shortcut: 'alt+p', when: () => mayRelease, run: () => setAsks('release') },
    { id: 'documents.sign', message: 'documents.command.sign', shortcut: 'f9', when: () => maySign, run: () => setAsks('sign') },
  ]);
  const to = [head.recipient.name, ...head.recipient.address.split('\n')].filter(Boolean).join(', ');
  return (
    <div className={classes.writer}>
      <header className={classes.head}>
        <h2 className={classes.name}>{[t(`documents.type.${row.type}`), head.subject].filter(Boolean).join(': ')}</h2>
        <DocumentState row={row} />
        {row.referral && row.dueOn && ['unsent', 'sent', 'received'].includes(row.referral) ? <StatusChip tone="info" icon={<IconAlarm size={14} />}>{t('documents.read.watch', { date: row.dueOn })}</StatusChip> : null}
        <div className={classes.right}>
          {maySign ? <Button shortcut="f9" onClick={() => setAsks('sign')}>{t('documents.read.sign')}</Button> : null}
          {mayRelease ? <Button kind="primary" shortcut="alt+p" icon={<IconPrinter size={16} aria-hidden />} onClick={() => setAsks('release')}>{t('documents.read.release')}</Button> : null}
        </div>
        <div className={classes.facts}>{to ? t('documents.read.to', { name: to }) : t('documents.read.nobody')}</div>
        {row.finishedAt ? <div className={classes.facts}>{t('documents.read.facts', { time: stamp(row.finishedAt), name: row.authorName, title: row.authorTitle, pages: row.pages ?? 0 })}{digest ? ` · ${t('documents.read.digest', { digest: digest.slice(0, 16) })}` : ''}</div> : null}
      </header>
      <div className={classes.body}>
        <NoteView note={content} />
        {isFinished ? <Releases detail={detail} /> : null}
      </div>
      {asks === 'release' ? <ReleaseDialog detail={detail} onClose={() => setAsks(null)} /> : null}
      {asks === 'sign' ? <SignDocumentDialog patientId={row.patientId} documentId={row.documentId} onClose={() => setAsks(null)} /> : null}
    </div>
  );
}

/** When, how and to whom it has gone, on which ground (J-18). */
function Releases({ detail: { releases } }: { readonly detail: DocumentDetail }) {
  const t = useText();
  const { stamp } = useFormats();
  return (
    <section className={classes.releases}>
      <h3 className={classes.subtitle}>{t('documents.read.left')}</h3>
      {releases.length === 0 ? <div className={classes.facts}>{t('documents.read.neverLeft')}</div> : null}
      {releases.map(one => (
        <div key={one.disclosureId} className={classes.release}>
          <span className={classes.when}>{stamp(one.at)}</span>
          <span>{t('documents.read.leftRow', { way: t(`documents.way.${one.way}`), name: one.recipientName })}</span>
          <span className={classes.facts}>{[t(`disclosures.basis.${one.basis}`), one.basisText, one.decidedBy].filter(Boolean).join(' · ')}</span>
        </div>
      ))}
    </section>
  );
}
