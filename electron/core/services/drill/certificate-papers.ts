import type * as z from 'zod';

import type { drill } from '#shared/contract/drill.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { renderDrillCertificate } from '../../pdf/drill-certificate.ts';
import { findDrillCertificate, type SignedCertificate } from '../../repositories/drill.ts';
import { readLetterhead } from '../../repositories/letterhead.ts';
import { findPrintedClinic } from '../../repositories/print-setting.ts';
import type { DrillServiceDeps } from './deps.ts';

type Input<P extends 'pdf' | 'files'> = z.output<(typeof drill)[P]['input']>;

/** The certificate with this id. Errors: record.notFound. */
export async function requireCertificate(deps: DrillServiceDeps, id: string): Promise<SignedCertificate> {
  const found = await findDrillCertificate(deps.db.reader, id);
  if (found === undefined) throw new AppError('record.notFound');
  return found;
}

/** How the files of a certificate are called: no name of a person or place. */
const stemOf = ({ certificate }: SignedCertificate): string => `provaterstallning-${certificate.endedAt.slice(0, 10)}-${certificate.id.slice(-8)}`;

/** What anybody can type: the first checks the bytes and the signature, the second shows the key, which the recovery kit prints as signing-key. */
export const opensslCommands = (stem: string): string[] => [
  `openssl cms -verify -binary -inform DER -in ${stem}.p7s -content ${stem}.json -noverify -signer ${stem}.pem -out /dev/null`,
  `openssl x509 -in ${stem}.pem -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256`,
];

/** The certificate as A4 with the clinic's letterhead; its printing is logged. Errors: record.notFound. */
export async function certificatePdf(deps: DrillServiceDeps, ctx: CallContext, input: Input<'pdf'>) {
  const found = await requireCertificate(deps, input.id);
  const { db, clinic } = deps;
  const finished = await renderDrillCertificate({
    language: input.language, timeZone: clinic.timeZone, certificate: found.certificate, printedAt: deps.clock.now().toISOString(),
    clinic: await findPrintedClinic(db.reader, clinic.name), logo: (await readLetterhead(db.reader)).logo, keyId: deps.open.signer.keyId,
  });
  await db.write(tx => ctx.log(tx, { action: 'PRINT', category: 'system', objectType: 'drill', objectId: input.id }));
  return { pdf: Buffer.from(finished.pdf).toString('base64'), pages: finished.pages, fileName: `${stemOf(found)}.pdf` };
}

/** The signed bytes, their signature, and how to check them without this program. Errors: record.notFound. */
export async function certificateFiles(deps: DrillServiceDeps, ctx: CallContext, input: Input<'files'>) {
  const found = await requireCertificate(deps, input.id);
  await deps.db.write(tx => ctx.log(tx, { action: 'EXPORT', category: 'system', objectType: 'drill', objectId: input.id }));
  const stem = stemOf(found);
  return {
    files: [
      { name: `${stem}.json`, type: 'application/json', content: Buffer.from(found.content).toString('base64') },
      { name: `${stem}.p7s`, type: 'application/pkcs7-signature', content: Buffer.from(found.cms).toString('base64') },
    ],
    commands: opensslCommands(stem),
  };
}
