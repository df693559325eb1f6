import { createHash } from 'node:crypto';

import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** What the clinic adds to its letters besides name and address (print-setting.ts). The logo is a JPEG. */
export interface StoredLetterhead {
  readonly version: number;
  readonly logo: Uint8Array | null;
  readonly footer: string;
}

/** The clinic’s mark and last line on its letters. Errors: record.notFound in a damaged file. */
export async function readLetterhead(db: Reader): Promise<StoredLetterhead> {
  const [row] = (await db.raw("SELECT version, logo, footer FROM letterhead WHERE id = 'clinic'")) as StoredLetterhead[];
  if (!row) throw new AppError('record.notFound');
  return row;
}

/** `logo` undefined keeps the one there is. Errors: record.changedMeanwhile. Returns the new version. */
export async function saveLetterhead(tx: Writer, version: number, draft: { readonly footer: string; readonly logo?: Uint8Array | null }, change: Change): Promise<number> {
  const { logo } = draft;
  const picture = logo === undefined ? {} : { logo: logo && Buffer.from(logo), logo_sha256: logo && createHash('sha256').update(logo).digest('hex') };
  const count = await tx('letterhead').where({ id: 'clinic', version }).update({ footer: draft.footer, ...picture, version: version + 1, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version + 1;
}
