import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import type { IdentifierKind } from '#shared/domain/identifiers/identifier.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { renderClinicalLetter } from '../../pdf/clinical-letter.ts';
import type { FinishedPrint } from '../../pdf/document.ts';
import { readLetterhead } from '../../repositories/letterhead.ts';
import { findPrintedPatient } from '../../repositories/note-patient.ts';
import { findPrintedClinic } from '../../repositories/print-setting.ts';
import type { DocumentDeps } from './deps.ts';

/** The pages of a final version, with the patient's head and warnings as they are at this moment (K-21). */
export async function renderPages(deps: DocumentDeps, record: DocumentRecord, digest: string): Promise<FinishedPrint> {
  const { reader } = deps.db;
  const [patient, clinic, letterhead] = await Promise.all([findPrintedPatient(reader, record.patientId), findPrintedClinic(reader, deps.clinic.name), readLetterhead(reader)]);
  if (!patient) throw new AppError('record.notFound');
  const [identifier] = patient.identifiers;
  return renderClinicalLetter({
    record, digest, clinic, timeZone: deps.clinic.timeZone, logo: letterhead.logo, footer: letterhead.footer,
    patient: {
      name: patient.name, number: identifier ? displayIdentifier(identifier.kind as IdentifierKind, identifier.value) : '', birthDate: patient.birthDate, protection: patient.protection,
      warnings: patient.warnings, noneKnownAt: patient.noneKnownAt,
    },
  });
}
