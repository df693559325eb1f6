import { IconArrowLeft, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import type { Attachment } from '#shared/domain/attachments/attachment.ts';

import { useQueryOf } from '#renderer/client/index.ts';
import { closer, FITTING, PictureView, type Looking } from '#renderer/parts/document-view/index.ts';
import { fromBase64 } from '#renderer/parts/file-intake/index.ts';
import { Button, IconButton, useText } from '#renderer/ui/index.ts';

import classes from './Attachments.module.css';
import { useFileWords } from './words.ts';

/** Two pictures beside each other, the older at the left; both show the same part, as large as each other (K-24). */
export function Compare({ files, onBack }: { readonly files: readonly Attachment[]; readonly onBack: () => void }) {
  const t = useText();
  const [looking, setLooking] = useState<Looking>(FITTING);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.focus({ preventScroll: true }), []);
  const zoom = (factor: number) => setLooking(now => closer(now, factor));
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onBack();
    else if (event.key === '+') zoom(1.4);
    else if (event.key === '-') zoom(1 / 1.4);
    else if (event.key === '0') setLooking(FITTING);
    else return;
    event.preventDefault();
  };
  const ordered = [...files].sort((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
  return (
    <div ref={root} className={classes.screen} tabIndex={-1} {...{ onKeyDown: key }}>
      <header className={classes.head}>
        <Button size="dense" kind="quiet" icon={<IconArrowLeft size={16} aria-hidden />} shortcut="escape" onClick={onBack}>{t('attachments.action.back')}</Button>
        <h2>{t('attachments.compare.title')}</h2>
        <span className={classes.facts}>{t('attachments.compare.help')}</span>
        <div className={classes.end}>
          <IconButton label={t('attachments.view.closer')} shortcut="plus" icon={<IconZoomIn size={18} aria-hidden />} onClick={() => zoom(1.4)} />
          <IconButton label={t('attachments.view.further')} shortcut="-" icon={<IconZoomOut size={18} aria-hidden />} onClick={() => zoom(1 / 1.4)} />
        </div>
      </header>
      <div className={classes.pair}>{ordered.map(file => <Side key={file.id} file={file} looking={looking} onLook={setLooking} />)}</div>
    </div>
  );
}

function Side({ file, looking, onLook }: { readonly file: Attachment; readonly looking: Looking; readonly onLook: (looking: Looking) => void }) {
  const t = useText();
  const { nameOf, metaOf } = useFileWords();
  const { data } = useQueryOf('attachments', 'read', { patientId: file.patientId, attachmentId: file.id });
  const bytes = useMemo(() => data && fromBase64(data.content), [data]);
  return (
    <div className={classes.side}>
      <div className={classes.sideHead}><strong dir="auto">{[file.stage ? t(`attachments.stage.${file.stage}`) : '', nameOf(file)].filter(Boolean).join(': ')}</strong> <span className={classes.meta}>{metaOf(file)}</span></div>
      {bytes && data ? <PictureView bytes={bytes} type={data.mediaType} label={nameOf(file)} looking={looking} onLook={onLook} /> : null}
    </div>
  );
}
