import { useMemo } from 'react';

import type { IncomingDocument } from '#shared/domain/incoming/incoming.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { DocumentView } from '#renderer/parts/document-view/index.ts';
import { fromBase64 } from '#renderer/parts/file-intake/index.ts';
import { Banner, Button, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Incoming.module.css';

interface ReaderProps {
  readonly paper: IncomingDocument;
  /** Given where it can be signed off. */
  readonly signing?: { readonly comment: string; readonly onComment: (comment: string) => void; readonly onSign: () => void; readonly isRunning: boolean } | undefined;
}

/** The paper under the keyboard, and what is said when it is signed off. */
export function Reader({ paper, signing }: ReaderProps) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('incoming', 'read', { id: paper.id, patientId: paper.patientId });
  const shown = useMemo(() => data && { type: data.mediaType, bytes: fromBase64(data.content) }, [data]);
  const type = t(`incoming.type.${paper.documentType}`);
  const label = paper.sender ? t('incoming.read.from', { type, sender: paper.sender }) : type;
  return (
    <section className={classes.reader} aria-label={t('incoming.read.label')}>
      <header className={classes.readerHead}><strong dir="auto">{label}</strong>{paper.documentDate ? <span className={classes.muted}>{paper.documentDate}</span> : null}{paper.answers ? <span className={classes.muted}>{t('incoming.read.answers', { name: paper.answers.recipientName, date: paper.answers.finishedOn })}</span> : null}</header>
      <div className={classes.readerBody}>
        {error ? <div className={classes.centre}><Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner></div> : shown ? <DocumentView key={paper.id} shown={shown} label={label} /> : <div className={classes.centre}><Text muted>{t('incoming.read.loading')}</Text></div>}
      </div>
      {signing ? (
        <footer className={classes.signing}>
          <TextField label={t('incoming.read.comment')} value={signing.comment} onChange={signing.onComment} maxLength={500} />
          <Button kind="primary" shortcut="f9" loading={signing.isRunning} onClick={signing.onSign}>{t('incoming.read.signOff')}</Button>
        </footer>
      ) : null}
    </section>
  );
}
