import type { money } from '#shared/contract/money.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { addDays, startOfDay } from '#shared/domain/agenda/zone.ts';
import { worstOf, type VisitMoneyState } from '#shared/domain/money/balance.ts';
import type { DocumentSummary } from '#shared/domain/money/document.ts';
import { deskReference } from '#shared/domain/money/ocr.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { countOverdue, findDocuments, findDocumentsOfVisits, getDocument } from '../../repositories/money-document.ts';
import { findPayers } from '../../repositories/money-payer.ts';
import { countToSettle, findMoneyVisits, findVisitsToSettle, getMoneyVisit, type MoneyVisit } from '../../repositories/money-visit.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { chargesOf, daysAsInstants, rowsOf, type ToSettleRow } from './charges.ts';
import { readMeter } from './receive.ts';
import { readSettings, todayOf } from './step.ts';

type Handlers = AreaHandlers<typeof money, CallContext>;
type Names = 'visit' | 'stateOf' | 'unsettled' | 'unbilled' | 'counts' | 'documents' | 'document' | 'register';

const LIST_MAX = 2000;
/** Every visit the clinic ever had lies between these. */
const EVER = { from: '0000-01-01T00:00:00.000Z', to: '9999-12-31T00:00:00.000Z' };

/** What is owed, by whom, and what was issued. Nothing here is clinical. */
export function readingHandlers(deps: ServiceDeps): Pick<Handlers, Names> {
  const db = deps.db.reader;
  return {
    visit: (_ctx, input) => readVisit(deps, input),
    stateOf: (_ctx, { appointmentIds }) => statesOf(deps, appointmentIds),
    unsettled: async (_ctx, { from, to }) => rowsFor(deps, await findVisitsToSettle(db, { ...daysAsInstants(from, to, deps.clinic.timeZone), limit: LIST_MAX })),
    unbilled: (_ctx, input) => unbilled(deps, input),
    counts: async () => ({ ...(await countToSettle(db)), overdue: await countOverdue(db, todayOf(deps)) }),
    documents: (_ctx, asked) => findDocuments(db, asked, todayOf(deps)),
    document: (ctx, input) => openDocument(deps, ctx, input),
    register: async () => readMeter(db, todayOf(deps), await readSettings(db)),
  };
}

async function readVisit({ db, ...deps }: ServiceDeps, { appointmentId, patientId }: Parameters<Handlers['visit']>[1]) {
  const reader = db.reader;
  const visit = await getMoneyVisit(reader, appointmentId);
  // The log row named `patientId`; a visit of somebody else stays closed.
  if (visit.patientId !== patientId) throw new AppError('record.notFound');
  const documents = await findDocumentsOfVisits(reader, [visit.id], todayOf({ db, ...deps }));
  const [charges] = visit.state === 'billed' ? [] : await chargesOf(reader, [visit]);
  return {
    appointmentId: visit.id, version: visit.version, name: visit.name, patientId: visit.patientId, start: visit.start, status: visit.status, state: stateOfVisit(visit, documents).state,
    lines: [...(charges?.lines ?? [])], isProposal: charges?.isProposal ?? false, isAesthetic: visit.service.isAesthetic,
    deskReference: visit.payRef === null ? '' : deskReference(visit.payRef), documents: documents.map(({ appointmentId: _visit, ...summary }) => summary),
  };
}

function stateOfVisit(visit: MoneyVisit, documents: readonly DocumentSummary[]): { readonly state: VisitMoneyState; readonly balanceMinor: number } {
  const balanceMinor = documents.reduce((sum, one) => sum + one.balanceMinor, 0);
  if (visit.state === 'open') return { state: 'open', balanceMinor };
  if (visit.state === 'proposed') return { state: 'proposedFee', balanceMinor };
  if (visit.state === 'waived') return { state: 'waived', balanceMinor };
  return { state: worstOf(documents.map(one => one.state)) ?? 'none', balanceMinor };
}

async function statesOf(deps: ServiceDeps, appointmentIds: readonly string[]) {
  const reader = deps.db.reader;
  const [visits, documents] = await Promise.all([findMoneyVisits(reader, appointmentIds), findDocumentsOfVisits(reader, appointmentIds, todayOf(deps))]);
  const states = visits.map(visit => ({ appointmentId: visit.id, ...stateOfVisit(visit, documents.filter(one => one.appointmentId === visit.id)) }));
  return states.filter(one => one.state !== 'none');
}

async function rowsFor(deps: ServiceDeps, visits: readonly MoneyVisit[]): Promise<ToSettleRow[]> {
  const payers = await findPayers(deps.db.reader);
  return (await chargesOf(deps.db.reader, visits)).flatMap(one => rowsOf(one, payers));
}

async function unbilled(deps: ServiceDeps, { month, payer }: Parameters<Handlers['unbilled']>[1]): Promise<ToSettleRow[]> {
  const range = month === null ? EVER : monthAsInstants(month, deps.clinic.timeZone);
  const visits = await findVisitsToSettle(deps.db.reader, { ...range, limit: LIST_MAX });
  const rows = await rowsFor(deps, visits.filter(visit => visit.state === 'open' && visit.status === 'done'));
  return payer === 'all' ? rows : rows.filter(row => row.payerId === (payer === 'patient' ? null : payer));
}

function monthAsInstants(month: string, timeZone: string): { readonly from: string; readonly to: string } {
  const first = `${month}-01`;
  return { from: startOfDay(first, timeZone), to: startOfDay(`${addDays(first, 31).slice(0, 7)}-01`, timeZone) };
}

async function openDocument(deps: ServiceDeps, ctx: CallContext, { id, patientId }: Parameters<Handlers['document']>[1]) {
  const document = await getDocument(deps.db.reader, id, todayOf(deps));
  if (document.patientId !== patientId) throw new AppError('record.notFound');
  // An organisation's invoice is about its patients, though it is not theirs: each of them finds the reading in the own log.
  for (const one of new Set(document.lines.flatMap(line => line.patientId ?? []))) {
    if (one !== patientId) await ctx.logRead({ action: 'MONEY_READ', category: 'money', patientId: one, objectType: document.kind, objectId: id });
  }
  return document;
}
