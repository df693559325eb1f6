import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { readBytes } from '../../repositories/attachment-bytes.ts';
import type { StoredAttachment } from '../../repositories/attachment.ts';
import { sha256Of } from './keep-file.ts';

/** The bytes as they were kept. Errors: attachment.damaged when they are not what their digest says. */
export async function readKept(db: Reader, file: Pick<StoredAttachment, 'id' | 'size' | 'sha256'>): Promise<Buffer> {
  const bytes = await readBytes(db, file.id);
  if (bytes.length !== file.size || sha256Of(bytes) !== file.sha256) throw new AppError('attachment.damaged');
  return bytes;
}
