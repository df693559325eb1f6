import { IconAlarm, IconPencil, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';

import type { DocumentDetail } from '#shared/contract/documents.ts';
import { isMark } from '#shared/domain/destruction/destruction.ts';

import { useMay } from '#renderer/client/index.ts';
import { openFile, useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, NoteView, StatusChip, Text, useFormats, useText } from '#renderer/ui/index.ts';

import { CorrectDocumentDialog } from './CorrectDocumentDialog.tsx';
import { DocumentState } from './DocumentList.tsx';
import { DocumentSignature } from './DocumentSignature.tsx';
import classes from './Documents.module.css';
import { documentPlace, JOURNAL_PATH } from './place.ts';
import { ReleaseDialog } from './ReleaseDialog.tsx';
import { SignDocumentDialog } from './SignDocumentDialog.tsx';

/** A locked document: its text, who locked it, where it has gone, and the ways out. */
export function DocumentReader({ detail }: { readonly detail: DocumentDetail }) {
  const t = useText();
  const may = useMay();
  const go = useGo();
  const { row, head, content, maySign, mayCorrect, ownCorrection } = detail;
  const [asks, setAsks] = useState<'release' | 'sign' | 'correct' | null>(null);
  const isFinished = row.status === 'finished';
  const isDestroyed = isMark(head.subject); // by decision (J-09): nothing is left to print, and the subject says why
  const mayRelease = isFinished && !isDestroyed && may('journal.print');
  useCommands([
    { id: 'documents.release', message: 'documents.command.release', shortcut: 'alt+p', when: () => mayRelease, run: () => setAsks('release') },
    { id: 'documents.correct', message: 'documents.command.correct', shortcut: 'alt+r', when: () => mayCorrect, run: () => setAsks('correct') },
    { id: 'documents.sign', message: 'documents.command.sign', shortcut: 'f9', when: () => maySign, run: () => setAsks('sign') },
  ]);
  return (
    <div className={classes.writer}>
      <header className={classes.head}>
        <h2 className={classes.name}>{[t(`documents.type.${row.type}`), isDestroyed ? '' : head.subject].filter(Boolean).join(': ')}</h2>
        <DocumentState row={row} />
        {row.referral && row.dueOn && ['unsent', 'sent', 'received'].includes(row.referral) ? <StatusChip tone="info" icon={<IconAlarm size={14} />}>{t('documents.read.watch', { date: row.dueOn })}</StatusChip> : null}
        <div className={classes.right}>
          {ownCorrection ? <Button icon={<IconPencil size={16} aria-hidden />} onClick={() => go(JOURNAL_PATH, documentPlace(row.patientId, ownCorrection))}>{t('documents.correct.goOn')}</Button> : null}
          {mayCorrect ? <Button kind="quiet" shortcut="alt+r" icon={<IconPencil size={16} aria-hidden />} onClick={() => setAsks('correct')}>{t('documents.read.correct')}</Button> : null}
          {maySign ? <Button shortcut="f9" onClick={() => setAsks('sign')}>{t('documents.read.sign')}</Button> : null}
          {mayRelease ? <Button kind="primary" shortcut="alt+p" icon={<IconPrinter size={16} aria-hidden />} onClick={() => setAsks('release')}>{t('documents.read.release')}</Button> : null}
        </div>
        {isDestroyed ? null : <SentTo {...head.recipient} />}
        <Facts detail={detail} />
        {isFinished ? <DocumentSignature row={row} /> : null}
      </header>
      <CorrectionBanners detail={detail} />
      <AnswerBanner detail={detail} />
      <div className={classes.body}>
        {isDestroyed ? <Text muted>{head.subject}</Text> : <NoteView note={content} struck={row.replacedBy !== null} />}
        {isFinished ? <Releases detail={detail} /> : null}
      </div>
      {asks === 'release' ? <ReleaseDialog detail={detail} onClose={() => setAsks(null)} /> : null}
      {asks === 'correct' ? <CorrectDocumentDialog row={row} onClose={() => setAsks(null)} /> : null}
      {asks === 'sign' ? <SignDocumentDialog patientId={row.patientId} documentId={row.documentId} onClose={() => setAsks(null)} /> : null}
    </div>
  );
}

function SentTo({ name, address }: DocumentDetail['head']['recipient']) {
  const t = useText();
  const to = [name, ...address.split('\n')].filter(Boolean).join(', ');
  return <div className={classes.facts}>{to ? t('documents.read.to', { name: to }) : t('documents.read.nobody')}</div>;
}

/** Who locked it when, and the digest that names its pages. */
function Facts({ detail: { row, digest } }: { readonly detail: DocumentDetail }) {
  const t = useText();
  const { stamp } = useFormats();
  if (!row.finishedAt) return null;
  return <div className={classes.facts}>{t('documents.read.facts', { time: stamp(row.finishedAt), name: row.authorName, title: row.authorTitle, pages: row.pages ?? 0 })}{digest ? ` · ${t('documents.read.digest', { digest: digest.slice(0, 16) })}` : ''}</div>;
}

/** The paper that answered the referral, to be opened from here (K-03). */
function AnswerBanner({ detail: { row, answer } }: { readonly detail: DocumentDetail }) {
  const t = useText();
  const { stamp } = useFormats();
  if (!answer) return null;
  const values = { name: answer.sender || t('documents.read.unknownSender'), date: answer.documentDate ?? stamp(answer.registeredAt).slice(0, 10) };
  return (
    <div className={classes.banners}>
      <Banner tone="ok" actions={<Button size="dense" onClick={() => openFile({ patientId: row.patientId, attachmentId: answer.attachmentId })}>{t('documents.read.openAnswer')}</Button>}>
        {t(answer.signedOffAt === null ? 'documents.read.answerToSign' : 'documents.read.answer', values)}
      </Banner>
    </div>
  );
}

/** What it replaces, or what replaced it, each a key away from the other (J-08). */
export function CorrectionBanners({ detail: { row, replaced, replacement } }: { readonly detail: DocumentDetail }) {
  const t = useText();
  const go = useGo();
  const { stamp } = useFormats();
  const open = (documentId: string, label: string) => <Button size="dense" onClick={() => go(JOURNAL_PATH, documentPlace(row.patientId, documentId))}>{label}</Button>;
  const day = (instant: string | null): string => (instant ? stamp(instant).slice(0, 10) : '');
  if (!replaced && !replacement) return null;
  return (
    <div className={classes.banners}>
      {replacement ? (
        <Banner tone="attention" title={t('documents.read.replaced', { date: day(replacement.finishedAt) })} actions={open(replacement.documentId, t('documents.read.openNew'))}>
          {t('documents.read.replacedWhy', { name: replacement.authorName, title: replacement.authorTitle, reason: replacement.correctionReason ?? '' })}
        </Banner>
      ) : null}
      {replaced ? <Banner tone="info" actions={open(replaced.documentId, t('documents.read.openOld'))}>{t('documents.read.replaces', { date: day(replaced.finishedAt), reason: row.correctionReason ?? '' })}</Banner> : null}
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
