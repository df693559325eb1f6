import { sniffFile, type MediaType } from '#shared/domain/attachments/file-type.ts';
import { FILE_MAX_BYTES, FILE_MAX_MEGABYTES } from '#shared/domain/attachments/limits.ts';
import type { ErrorCode } from '#shared/kernel/app-error.ts';

import { ApiError } from '#renderer/client/create-client.ts';

import { sha256Hex, toBase64 } from './base64.ts';
import { redraw } from './picture.ts';

/** A file ready to be handed to core: a picture made anew, everything else as it was. */
export interface PreparedFile {
  readonly type: MediaType;
  /** What will be kept, for looking at before it is. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly file: { readonly content: string; readonly thumbnail: string | null };
  /** Of the file as it came. */
  readonly sourceSha256: string;
}

const refusal = (code: ErrorCode): ApiError => new ApiError({ code, params: code === 'attachment.tooLarge' ? { megabytes: FILE_MAX_MEGABYTES } : {}, traceId: 'page' });

/** Looks at the content, whatever the name says. Rejects with an ApiError attachment.*, as core would. */
export async function prepareFile(source: Blob, longestSide: number): Promise<PreparedFile> {
  if (source.size > FILE_MAX_BYTES) throw refusal('attachment.tooLarge');
  const bytes = await readBytes(source);
  const sniffed = sniffFile(bytes);
  if (!sniffed.ok) throw refusal(sniffed.code);
  const sourceSha256 = await sha256Hex(bytes);
  if (sniffed.size === null) return { type: sniffed.type, bytes, sourceSha256, file: { content: await toBase64(new Blob([bytes])), thumbnail: null } };
  const { picture, thumbnail } = await redraw(bytes, sniffed.type, longestSide).catch(() => { throw refusal('attachment.imageDamaged'); });
  return { type: sniffed.type, bytes: await readBytes(picture), sourceSha256, file: { content: await toBase64(picture), thumbnail: await toBase64(thumbnail) } };
}

/** A file that was deleted or pulled out between choosing and reading is an answer too (security.md H40). */
async function readBytes(source: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await source.arrayBuffer());
  } catch {
    throw refusal('incoming.fileGone');
  }
}
