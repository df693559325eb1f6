import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';

import type { Attachment } from '#shared/domain/attachments/attachment.ts';

import { useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { DocumentView } from '#renderer/parts/document-view/index.ts';
import { fromBase64 } from '#renderer/parts/file-intake/index.ts';
import { Banner, Button, Text, useText } from '#renderer/ui/index.ts';

import classes from './Attachments.module.css';
import type { Doing } from './use-file-commands.ts';
import { isShown, useFileWords } from './words.ts';

interface ViewerProps {
  readonly file: Attachment;
  readonly onBack: () => void;
  readonly onSave: () => void;
  readonly onDo: (doing: Doing) => void;
}

/** One file, as large as there is room. Escape goes back to the grid. */
export function Viewer({ file, onBack, onSave, onDo }: ViewerProps) {
  const t = useText();
  const may = useMay();
  const { nameOf, metaOf } = useFileWords();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.focus({ preventScroll: true }), []);
  const canRead = isShown(file);
  const escape = (event: KeyboardEvent) => { if (event.key === 'Escape') onBack(); };
  return (
    <div ref={root} className={classes.screen} tabIndex={-1} {...{ onKeyDown: escape }}>
      <header className={classes.head}>
        <Button size="dense" kind="quiet" icon={<IconArrowLeft size={16} aria-hidden />} shortcut="escape" onClick={onBack}>{t('attachments.action.back')}</Button>
        <h2 dir="auto">{nameOf(file)}</h2>
        <span className={classes.facts}>{[metaOf(file), file.stage ? t(`attachments.stage.${file.stage}`) : ''].filter(Boolean).join(' · ')}</span>
        <div className={classes.end}>
          {canRead && may('journal.print') ? <Button size="dense" kind="quiet" shortcut="s" onClick={onSave}>{t('attachments.action.save')}</Button> : null}
          {file.struck === null && may('journal.write') ? <Button size="dense" kind="quiet" shortcut="e" onClick={() => onDo({ kind: 'describe', from: 'open' })}>{t('attachments.action.describe')}</Button> : null}
          {file.struck === null && may('journal.write') ? <Button size="dense" kind="quiet" shortcut="delete" onClick={() => onDo({ kind: 'strike', from: 'open' })}>{t('attachments.action.strike')}</Button> : null}
        </div>
      </header>
      <div className={classes.body}>{canRead ? <Content file={file} /> : <div className={classes.empty}><Text muted>{file.struck ? t('attachments.list.struck', { reason: file.struck.reason }) : t('attachments.list.withheld')}</Text></div>}</div>
    </div>
  );
}

/** The bytes are asked for, and logged, when the file is opened. */
export function Content({ file }: { readonly file: Attachment }) {
  const t = useText();
  const errorText = useErrorText();
  const { nameOf } = useFileWords();
  const { data, error } = useQueryOf('attachments', 'read', { patientId: file.patientId, attachmentId: file.id });
  const shown = useMemo(() => data && { type: data.mediaType, bytes: fromBase64(data.content) }, [data]);
  if (error) return <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner>;
  return shown ? <DocumentView shown={shown} label={t('attachments.view.label', { title: nameOf(file) })} /> : null;
}
