import { AppError } from '#shared/kernel/app-error.ts';
import { renderDeletionCertificate } from '../../pdf/deletion-certificate.ts';
import { findDeletion } from '../../repositories/leaving.ts';
import { readLetterhead } from '../../repositories/letterhead.ts';
import { findPrintedClinic } from '../../repositories/print-setting.ts';
import { opensslCommands } from '../drill/certificate-papers.ts';
import type { LeavingDeps } from './deps.ts';

/** A deletion certificate on paper and as files for openssl; names hold no person or place. Errors: record.notFound. */
export async function deletionPapers(deps: LeavingDeps, { id, language }: { readonly id: string; readonly language: 'sv' | 'en' }) {
  const found = await findDeletion(deps.db.reader, id);
  if (found === undefined) throw new AppError('record.notFound');
  const { db, clinic } = deps;
  const { pdf } = await renderDeletionCertificate({
    language, timeZone: clinic.timeZone, certificate: found.certificate, clinic: await findPrintedClinic(db.reader, clinic.name), logo: (await readLetterhead(db.reader)).logo, keyId: deps.open.signer.keyId,
  });
  const stem = `radering-${found.certificate.endedAt.slice(0, 10)}-${id.slice(-8)}`;
  return {
    files: [
      { name: `${stem}.pdf`, type: 'application/pdf', content: Buffer.from(pdf).toString('base64') },
      { name: `${stem}.json`, type: 'application/json', content: Buffer.from(found.content).toString('base64') },
      { name: `${stem}.p7s`, type: 'application/pkcs7-signature', content: found.signature },
    ],
    commands: opensslCommands(stem),
  };
}
