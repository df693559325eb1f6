import { createHash } from 'node:crypto';

import type { AttachmentFacts, Category } from '#shared/domain/attachments/attachment.ts';
import { cleanImage } from '#shared/domain/attachments/clean-image.ts';
import { sniffFile, type MediaType } from '#shared/domain/attachments/file-type.ts';
import { FILE_MAX_MEGABYTES, FILES_PER_PATIENT, THUMBNAIL_MAX_BYTES } from '#shared/domain/attachments/limits.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { chunksOf, insertBytes, insertThumbnail } from '../../repositories/attachment-bytes.ts';
import { countFiles, insertAttachment } from '../../repositories/attachment.ts';

/** A file that may be kept: what it is by its content, and its digest. */
export interface CheckedFile {
  readonly bytes: Buffer;
  readonly type: MediaType;
  readonly width: number | null;
  readonly height: number | null;
  readonly sha256: string;
  readonly thumbnail: { readonly type: string; readonly bytes: Buffer } | null;
}

/** SHA-256 as hex: the same bytes are the same file. */
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Base64 as it was written, or nothing: what the decoder would leave out is a mistake. */
function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== Math.floor((text.replace(/=+$/, '').length * 3) / 4)) throw new AppError('input.invalid');
  return bytes;
}

/**
 * Looks at a file before it is kept. Pictures must be what the page made of them: pixels and nothing else (K-24).
 * Errors: attachment.* of sniffFile, attachment.imageNotClean.
 */
export function checkFile({ content, thumbnail }: { readonly content: string; readonly thumbnail: string | null }): CheckedFile {
  const bytes = fromBase64(content);
  const sniffed = sniffFile(bytes);
  if (!sniffed.ok) throw new AppError(sniffed.code, sniffed.code === 'attachment.tooLarge' ? { megabytes: FILE_MAX_MEGABYTES } : {});
  const isImage = sniffed.size !== null;
  if (isImage && !cleanImage(bytes)) throw new AppError('attachment.imageNotClean');
  return { bytes, type: sniffed.type, width: sniffed.size?.width ?? null, height: sniffed.size?.height ?? null, sha256: sha256Of(bytes), thumbnail: isImage && thumbnail !== null ? checkThumbnail(thumbnail) : null };
}

function checkThumbnail(content: string): CheckedFile['thumbnail'] {
  const bytes = fromBase64(content);
  const image = cleanImage(bytes);
  if (!image || bytes.length > THUMBNAIL_MAX_BYTES) throw new AppError('attachment.imageNotClean');
  return { type: image.type, bytes };
}

export interface ToKeep {
  readonly id: string;
  readonly patientId: string | null;
  readonly category: Category;
  readonly facts: AttachmentFacts;
  readonly file: CheckedFile;
}

/** Writes head, pieces and thumbnail in the caller's transaction. Errors: attachment.tooMany. */
export async function keepFile(tx: Writer, ctx: CallContext, { file, at, ...head }: ToKeep & { readonly at: string }): Promise<void> {
  if (head.patientId !== null) await requireRoom(tx, head.patientId);
  await insertAttachment(tx, {
    ...head, mediaType: file.type, size: file.bytes.length, sha256: file.sha256, chunks: chunksOf(file.bytes.length), width: file.width, height: file.height,
    author: { id: ctx.userId, name: ctx.userName, title: ctx.title },
  }, at);
  await insertBytes(tx, head.id, file.bytes);
  if (file.thumbnail) await insertThumbnail(tx, head.id, file.thumbnail);
}

/** Errors: attachment.tooMany (H42). */
export async function requireRoom(tx: Writer, patientId: string): Promise<void> {
  if ((await countFiles(tx, patientId)) >= FILES_PER_PATIENT) throw new AppError('attachment.tooMany', { files: FILES_PER_PATIENT });
}
