import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import canonicalize from 'canonicalize';

import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { readHead } from '../../repositories/log.ts';
import { readCheckpoints, readLogRows } from '../../repositories/log-view.ts';

const BATCH = 4000;
export const EXPORT_FORMAT = 'pm-audit-export/1';

export interface ExportFacts {
  readonly clinicId: string;
  readonly at: Date;
  /** DER of the device certificate: whoever checks the export compares its fingerprint with the printed one. */
  readonly certificate: Uint8Array;
}

function explained(error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new AppError('backup.placeMissing', {}, error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('backup.placeFull', {}, error);
  return new AppError('backup.placeReadOnly', {}, error);
}

/** The lines of an export: a header, every row in RFC 8785 form, every checkpoint, a trailer with the count. */
export async function* exportLines(db: Reader, facts: ExportFacts): AsyncGenerator<string> {
  const head = await readHead(db);
  const certificate = Buffer.from(facts.certificate).toString('base64');
  yield JSON.stringify({ format: EXPORT_FORMAT, clinicId: facts.clinicId, exportedAt: facts.at.toISOString(), certificate });
  for (let after = 0; after < head.seq; ) {
    const batch = await readLogRows(db, { after, limit: Math.min(BATCH, head.seq - after) });
    if (batch.length === 0) break;
    yield batch.map(row => `{"row":${canonicalize(row)}}`).join('\n');
    after = batch.at(-1)?.seq ?? head.seq;
  }
  for (const point of (await readCheckpoints(db)).filter(one => one.seq <= head.seq)) yield JSON.stringify({ checkpoint: point });
  yield JSON.stringify({ end: { rows: head.seq, hash: head.hash } });
}

/**
 * Writes the whole log into a new file in this folder; the name appears once the file is complete. Returns the file.
 * Errors: backup.placeMissing, backup.placeFull, backup.placeReadOnly.
 */
export async function exportLog(db: Reader, folder: string, facts: ExportFacts): Promise<string> {
  const file = path.join(folder, `klinikbok-log-${facts.at.toISOString().slice(0, 19).replace(/[:T]/g, '-')}.ndjson`);
  const part = `${file}.part`;
  try {
    if (!(await stat(folder)).isDirectory()) throw new AppError('backup.placeMissing');
    const handle = await open(part, 'wx', 0o600);
    try {
      for await (const line of exportLines(db, facts)) await handle.appendFile(`${line}\n`); // a plain write may end early
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
    return file;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error instanceof AppError ? error : explained(error);
  }
}
