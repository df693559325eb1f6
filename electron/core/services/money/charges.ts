import { addDays, startOfDay, toLocal } from '#shared/domain/agenda/zone.ts';
import { looksClinical, sumOf, type ChargeDraft } from '#shared/domain/money/line.ts';
import type { Payer } from '#shared/domain/money/settings.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { findCharges, isSignedNoteOf, type MoneyVisit } from '../../repositories/money-visit.ts';

const STAYED_AWAY: Readonly<Record<string, 'noShow' | 'cancelledLate' | undefined>> = { noShow: 'noShow', cancelledLate: 'cancelledLate' };

/** Words of a proposed fee, in the clinic's language: they stand on paper, so they are Swedish like the services' names. */
const FEE_TEXT = { noShow: 'Avgift för uteblivet besök', cancelledLate: 'Avgift för sent avbokat besök' } as const;

/** What would be charged without anybody writing a line: the service's price, or the fee told at booking for staying away (C-07). */
export function proposedLines(visit: MoneyVisit): ChargeDraft[] {
  if (visit.isGroup) return [];
  const base = { quantityHundredths: 100, discountMinor: 0, vatReasonNoteId: null, payerId: null };
  const away = STAYED_AWAY[visit.status];
  // Damages, not a supply: outside VAT.
  if (away) return [{ ...base, kind: away === 'noShow' ? 'noShow' : 'lateCancel', text: FEE_TEXT[away], unitMinor: visit.feeMinor, vatCode: 'outside' }];
  // An aesthetic service that the list calls exempt is proposed with VAT: without a signed reason that is what it is (F-01).
  const vatCode = visit.service.isAesthetic && visit.service.vatCode === 'exempt' ? 'standard' : visit.service.vatCode;
  return [{ ...base, kind: 'service', text: visit.service.name, unitMinor: visit.service.priceMinor, vatCode }];
}

export interface VisitCharges {
  readonly visit: MoneyVisit;
  readonly lines: readonly ChargeDraft[];
  /** Nobody has written a line yet. */
  readonly isProposal: boolean;
}

/** Each visit with its stored lines, or with what is proposed. */
export async function chargesOf(db: Reader, visits: readonly MoneyVisit[]): Promise<VisitCharges[]> {
  const stored = await findCharges(db, visits.map(visit => visit.id));
  return visits.map(visit => {
    const lines = stored.filter(line => line.appointmentId === visit.id).map(({ appointmentId: _visit, ...draft }) => draft);
    return lines.length > 0 ? { visit, lines, isProposal: false } : { visit, lines: proposedLines(visit), isProposal: true };
  });
}

/** Refuses what may never be charged. Errors: money.clinicalText (F-04), money.vatReason (F-01), record.notFound for an unknown payer. */
export async function requireChargeable(db: Reader, { visit, lines }: Pick<VisitCharges, 'visit' | 'lines'>, payers: readonly Payer[]): Promise<void> {
  if (lines.some(line => looksClinical(line.text))) throw new AppError('money.clinicalText');
  if (lines.some(line => line.payerId !== null && !payers.some(payer => payer.id === line.payerId))) throw new AppError('record.notFound');
  for (const line of lines) {
    const needsReason = visit.service.isAesthetic && line.kind === 'service' && line.vatCode !== 'standard';
    if (line.vatReasonNoteId === null && !needsReason) continue;
    const isProven = line.vatReasonNoteId !== null && visit.patientId !== null && (await isSignedNoteOf(db, line.vatReasonNoteId, visit.patientId));
    if (!isProven) throw new AppError('money.vatReason');
  }
}

/** The calendar day of the visit in its own zone: the date of supply (F-03). */
export const suppliedOn = (visit: MoneyVisit): string => toLocal(visit.start, visit.timeZone).date;

export interface ToSettleRow {
  readonly appointmentId: string;
  readonly version: number;
  readonly patientId: string | null;
  readonly name: string;
  readonly isProtected: boolean;
  readonly start: string;
  readonly status: MoneyVisit['status'];
  readonly service: string;
  readonly payerId: string | null;
  readonly payerName: string;
  readonly amountMinor: number;
  readonly isFee: boolean;
}

/** A row for each payer of the visit. */
export function rowsOf({ visit, lines }: VisitCharges, payers: readonly Payer[]): ToSettleRow[] {
  const payerIds = [...new Set(lines.map(line => line.payerId))];
  return payerIds.map(payerId => ({
    appointmentId: visit.id, version: visit.version, patientId: visit.patientId, name: visit.name, isProtected: visit.isProtected, start: visit.start, status: visit.status,
    service: visit.service.name, payerId, payerName: payers.find(payer => payer.id === payerId)?.name ?? '', amountMinor: sumOf(lines.filter(line => line.payerId === payerId)),
    isFee: visit.state === 'proposed',
  }));
}

/** The instants between which these calendar days lie, both included. */
export const daysAsInstants = (from: string, to: string, timeZone: string): { readonly from: string; readonly to: string } => ({ from: startOfDay(from, timeZone), to: startOfDay(addDays(to, 1), timeZone) });
