import { IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useMemo, useState } from 'react';

import type { MediaType } from '#shared/domain/attachments/file-type.ts';

import { Banner, IconButton, useText } from '#renderer/ui/index.ts';

import classes from './DocumentView.module.css';
import { closer, FITTING, type Looking } from './looking.ts';
import { PdfView } from './PdfView.tsx';
import { PictureView } from './PictureView.tsx';
import { SCROLLS } from './scrolls.ts';

export interface Shown {
  readonly type: MediaType;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One file as it is kept: a picture, a PDF, plain text, or the word that it is opened elsewhere. */
export function DocumentView({ shown, label }: { readonly shown: Shown; readonly label: string }) {
  const t = useText();
  if (shown.type === 'application/pdf') return <PdfView bytes={shown.bytes} label={label} />;
  if (shown.type === 'text/plain') return <TextView bytes={shown.bytes} label={label} />;
  if (shown.type.startsWith('image/')) return <OnePicture shown={shown} label={label} />;
  return <Banner tone="attention" title={t('attachments.office.title')}>{t('attachments.office.lead')}</Banner>;
}

function TextView({ bytes, label }: { readonly bytes: Uint8Array<ArrayBuffer>; readonly label: string }) {
  const text = useMemo(() => new TextDecoder().decode(bytes), [bytes]);
  return <pre className={classes.text} {...SCROLLS} aria-label={label} dir="auto">{text}</pre>;
}

function OnePicture({ shown, label }: { readonly shown: Shown; readonly label: string }) {
  const t = useText();
  const [looking, setLooking] = useState<Looking>(FITTING);
  const key = (event: React.KeyboardEvent) => {
    if (event.key === '+') setLooking(closer(looking, 1.4));
    else if (event.key === '-') setLooking(closer(looking, 1 / 1.4));
    else if (event.key === '0') setLooking(FITTING);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.one} {...{ onKeyDown: key }}>
      <PictureView bytes={shown.bytes} type={shown.type} label={label} looking={looking} onLook={setLooking} />
      <div className={classes.zoom}>
        <IconButton label={t('attachments.view.closer')} icon={<IconZoomIn size={18} aria-hidden />} onClick={() => setLooking(closer(looking, 1.4))} />
        <IconButton label={t('attachments.view.further')} icon={<IconZoomOut size={18} aria-hidden />} onClick={() => setLooking(closer(looking, 1 / 1.4))} />
      </div>
    </div>
  );
}
