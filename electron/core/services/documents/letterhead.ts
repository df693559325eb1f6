import type * as z from 'zod';

import type { documents } from '#shared/contract/documents.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { readLetterhead as readStored, saveLetterhead as store } from '../../repositories/letterhead.ts';
import { findPrintedClinic } from '../../repositories/print-setting.ts';
import { jpegSize } from '../../pdf/jpeg-size.ts';
import type { DocumentDeps } from './deps.ts';

const LOGO_MAX_BYTES = 500_000;
const LOGO_MAX_SIDE = 2000;

/** The head of the clinic's letters as it will be printed. */
export async function readLetterhead(deps: DocumentDeps): Promise<z.input<(typeof documents)['letterhead']['output']>> {
  const [stored, clinic] = await Promise.all([readStored(deps.db.reader), findPrintedClinic(deps.db.reader, deps.clinic.name)]);
  return {
    version: stored.version, footer: stored.footer, logo: stored.logo && Buffer.from(stored.logo).toString('base64'), name: clinic.name, addressLines: [...clinic.addressLines], phone: clinic.phone,
    organisationNumber: clinic.organisationNumber,
  };
}

/** Errors: record.changedMeanwhile, documents.logoUnreadable (no JPEG, or too large). */
export async function saveLetterhead(deps: DocumentDeps, ctx: CallContext, { version, footer, logo }: z.output<(typeof documents)['saveLetterhead']['input']>): Promise<{ version: number }> {
  const picture = typeof logo === 'string' ? decoded(logo) : logo;
  const next = await deps.db.write(async tx => {
    const saved = await store(tx, version, { footer, ...(picture === undefined ? {} : { logo: picture }) }, { by: ctx.userId, at: deps.clock.now().toISOString() });
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'letterhead', objectId: 'clinic', objectVersion: saved, reasonCode: 'letterhead' });
    return saved;
  });
  deps.changed('documents');
  return { version: next };
}

function decoded(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  const size = jpegSize(bytes);
  if (!size || bytes.length > LOGO_MAX_BYTES || Math.max(size.width, size.height) > LOGO_MAX_SIDE) throw new AppError('documents.logoUnreadable');
  return bytes;
}
