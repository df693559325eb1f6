import { createHash } from 'node:crypto';

import { chunksOf } from '#electron/core/repositories/attachment-bytes.ts';
import { CHUNK_BYTES } from '#shared/domain/attachments/limits.ts';
import { inserter, type Handle } from './bulk-file.ts';
import type { BaseClinic, FillInput } from './clinic.ts';
import type { BenchPerson } from './shape.ts';

/** A photograph as a phone takes it. */
const PHOTO_BYTES = 2 * 1024 * 1024;

/** Photographs spread over the patients and the years: bytes that no two files share and nothing can be made of. */
export function addAttachments(db: Handle, { shape, times, random }: FillInput, base: BaseClinic): void {
  const head = inserter(db, 'attachment', [
    'id', 'patient_id', 'category', 'media_type', 'size', 'sha256', 'chunks', 'title', 'event_time', 'created_at', 'created_by', 'author_name', 'author_title', 'changed_at', 'changed_by',
  ]);
  const chunk = inserter(db, 'attachment_chunk', ['attachment_id', 'no', 'bytes']);
  const bytes = Buffer.from(Array.from({ length: PHOTO_BYTES }, () => random.below(256)));
  const step = (times.now - times.from) / Math.max(1, shape.attachments);
  for (let index = 0; index < shape.attachments; index += 1) {
    const at = Math.floor(times.from + index * step);
    const when = new Date(at).toISOString();
    const id = random.idAt(at);
    const by = random.pick(base.practitioners) as BenchPerson;
    bytes.writeUInt32LE(index);
    head(
      id, random.pick(base.patientIds), 'photo', 'image/jpeg', bytes.length, createHash('sha256').update(bytes).digest('hex'), chunksOf(bytes.length), 'Foto', when, when, by.id, by.name, by.title, when, by.id,
    );
    for (let no = 0; no < chunksOf(bytes.length); no += 1) chunk(id, no, bytes.subarray(no * CHUNK_BYTES, (no + 1) * CHUNK_BYTES));
  }
}
