import type { Attachment } from '#shared/domain/attachments/attachment.ts';
import { ENDINGS } from '#shared/domain/attachments/file-type.ts';

import { useFormats, useText } from '#renderer/ui/index.ts';

/** A file in words: its name, its kind, its day. */
export function useFileWords(): { readonly nameOf: (file: Attachment) => string; readonly metaOf: (file: Attachment) => string } {
  const t = useText();
  const { stamp } = useFormats();
  const kindOf = (file: Attachment): string => t(`attachments.kind.${ENDINGS[file.mediaType] as 'pdf'}`);
  return {
    nameOf: file => file.title || file.bodyPart || (file.incomingId ? t('attachments.list.incoming') : t('attachments.list.untitled')),
    metaOf: file => [stamp(file.eventTime).slice(0, 10), kindOf(file), file.title && file.bodyPart ? file.bodyPart : '', file.authorName].filter(Boolean).join(' · '),
  };
}

/** True when the picture can be looked at. */
export const isShown = (file: Attachment): boolean => file.struck === null && !file.withheld;
export const isPicture = (file: Attachment): boolean => file.mediaType.startsWith('image/');
