import { IconEyeOff, IconFileText, IconFileTypePdf, IconPhoto, IconTable } from '@tabler/icons-react';
import type { FocusEventHandler } from 'react';

import type { Attachment } from '#shared/domain/attachments/attachment.ts';
import { isMark } from '#shared/domain/destruction/destruction.ts';
import { ENDINGS } from '#shared/domain/attachments/file-type.ts';

import { fromBase64 } from '#renderer/parts/file-intake/index.ts';
import { useObjectUrl } from '#renderer/parts/document-view/index.ts';
import { useText } from '#renderer/ui/index.ts';
import { useMemo } from 'react';

import classes from './Attachments.module.css';
import { isShown, useFileWords } from './words.ts';

interface TileProps {
  readonly file: Attachment;
  readonly isMarked: boolean;
  readonly isCurrent: boolean;
  readonly onFocus: FocusEventHandler;
  readonly onOpen: () => void;
}

/** One file of the grid: its picture or its kind, its name, its day. */
export function Tile({ file, isMarked, isCurrent, onFocus, onOpen }: TileProps) {
  const t = useText();
  const { nameOf, metaOf } = useFileWords();
  return (
    <button type="button" className={classes.tile} data-marked={isMarked || undefined} aria-pressed={isMarked} tabIndex={isCurrent ? 0 : -1} onFocus={onFocus} onClick={onOpen}>
      {file.thumbnail ? <Thumbnail file={file} content={file.thumbnail} /> : <span className={classes.thumb}><Sign file={file} /></span>}
      <span className={classes.name} data-struck={file.struck && !isMark(file.title) ? true : undefined} dir="auto">{nameOf(file)}</span>
      <span className={classes.meta}>{metaOf(file)}{isMarked ? ` · ${t('attachments.list.marked')}` : ''}</span>
    </button>
  );
}

function Thumbnail({ file, content }: { readonly file: Attachment; readonly content: string }) {
  const t = useText();
  const url = useObjectUrl(useMemo(() => fromBase64(content), [content]), 'image/jpeg');
  return (
    <span className={classes.thumb} data-picture>
      {url ? <img src={url} alt="" draggable={false} /> : null}
      {file.stage ? <span className={classes.tag}>{t(`attachments.stage.${file.stage}`)}</span> : null}
    </span>
  );
}

const SIGNS = { pdf: IconFileTypePdf, txt: IconFileText, docx: IconFileText, xlsx: IconTable, jpg: IconPhoto, png: IconPhoto, webp: IconPhoto } as const;

function Sign({ file }: { readonly file: Attachment }) {
  const t = useText();
  const Icon = isShown(file) ? SIGNS[ENDINGS[file.mediaType] as keyof typeof SIGNS] : IconEyeOff;
  return (
    <>
      <Icon size={36} stroke={1.3} aria-hidden />
      {isMark(file.title) ? null : file.struck ? <span dir="auto">{t('attachments.list.struck', { reason: file.struck.reason })}</span> : file.withheld ? <span>{t('attachments.list.withheld')}</span> : null}
    </>
  );
}
