import { createHash } from 'node:crypto';

import type * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { Destruction, destruction, DestructionPlace } from '#shared/contract/destruction.ts';
import { parseIdentifier } from '#shared/domain/identifiers/parse.ts';
import { AUTHORITIES, type Authority, type Decider, type DestructionCounts, markOf } from '#shared/domain/destruction/destruction.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import type { Reader } from '../../db/handles.ts';
import type { DocumentSigner } from '../../ports/document-signer.ts';
import { countToConfirm, findDestruction, findPaper, insertPaper, insertRequest, insertWithdrawal, listDestructions, type StoredDestruction, type Who } from '../../repositories/destruction.ts';
import { countItems, itemsOf, journalEntries } from '../../repositories/destruction-items.ts';
import { findOwner } from '../../repositories/patient-identifier.ts';
import { patientLabels } from '../../repositories/patient-label.ts';
import { patientExists } from '../../repositories/note.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { carryOut, emptyWriteAheadLog } from './carry-out.ts';
import { keepOrderFile } from './order-list.ts';

export interface DestructionDeps extends ServiceDeps {
  /** Proves anew who is at the keyboard (L-11). */
  readonly prover: Pick<DocumentSigner, 'prove'>;
  readonly open: Pick<OpenClinic, 'signer'>;
  readonly place: Pick<ClinicPlace, 'clinicDir'>;
  /** Where backups with the content may still lie, and until when. */
  readonly places: () => Promise<z.input<typeof DestructionPlace>[]>;
  /** Brings the order to the places at once, so that no older backup is restored without it. */
  readonly backUpSoon: () => void;
}

type Handlers = AreaHandlers<typeof destruction, CallContext>;
type AskInput = z.output<(typeof destruction)['ask']['input']>;
type Scope = Pick<AskInput, 'patientId' | 'scope' | 'entries'>;

const who = (ctx: CallContext, at: string): Who => ({ id: ctx.userId, name: ctx.userName, title: ctx.title, at });
const withoutId = ({ name, title, at }: Who) => ({ name, title, at });
const sum = (counts: DestructionCounts): number => Object.values(counts).reduce((total, n) => total + n, 0);
/** The calendar day in the clinic's zone. */
const today = ({ clinic, clock }: DestructionDeps): string => new Intl.DateTimeFormat('sv-SE', { timeZone: clinic.timeZone, dateStyle: 'short' }).format(clock.now());
const isAuthority = (decider: Decider): decider is Authority => (AUTHORITIES as readonly string[]).includes(decider);

/** Counts what would go. Errors: record.notFound, destruction.entriesMissing, destruction.nothingLeft. */
async function whatGoes(db: Reader, { patientId, scope, entries }: Scope, until: string): Promise<DestructionCounts> {
  if (!(await patientExists(db, patientId))) throw new AppError('record.notFound');
  if (scope === 'entries') {
    const known = new Set((await journalEntries(db, patientId)).map(entry => `${entry.kind}/${entry.id}`));
    if (entries.length === 0 || entries.some(entry => !known.has(`${entry.kind}/${entry.id}`))) throw new AppError('destruction.entriesMissing');
  }
  const items = await itemsOf(db, { patientId, scope, entries, until });
  if (items.length === 0) throw new AppError('destruction.nothingLeft');
  return countItems(db, items);
}

/** The decision's bytes. Errors: destruction.paperWrong for anything but a PDF (ISO 32000-2, 7.5.2). */
function pdfOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.subarray(0, 1024).indexOf('%PDF-') < 0) throw new AppError('destruction.paperWrong');
  return bytes;
}

async function ask(deps: DestructionDeps, ctx: CallContext, input: AskInput): Promise<{ id: string }> {
  const { decider } = input;
  const at = deps.clock.now().toISOString();
  if (!isAuthority(decider)) throw new AppError('destruction.notLawful');
  if (input.decidedOn > today(deps)) throw new AppError('destruction.decidedInFuture');
  const paper = pdfOf(input.paper);
  const { patientId, scope, caseNumber, decidedOn } = input;
  const entries = scope === 'journal' ? [] : input.entries;
  await whatGoes(deps.db.reader, { patientId, scope, entries }, at);
  const id = deps.newId();
  await deps.db.write(async tx => {
    await insertRequest(tx, {
      id, authority: decider, caseNumber, decidedOn, scope, patientId, entries, mark: markOf({ authority: decider, caseNumber, decidedOn }), paperSha256: createHash('sha256').update(paper).digest('hex'), asked: who(ctx, at),
    });
    await insertPaper(tx, id, paper);
    await ctx.log(tx, { action: 'DESTROY', category: 'note', patientId, objectType: 'destruction', objectId: id, reasonCode: 'destruction.asked', reasonText: caseNumber });
  });
  deps.changed('destruction');
  return { id };
}

/** What was asked for and is neither carried out nor taken back. Errors: record.notFound, destruction.settled. */
async function requireOpen(db: Reader, id: string): Promise<StoredDestruction> {
  const found = await findDestruction(db, id);
  if (found === undefined) throw new AppError('record.notFound');
  if (found.confirmed !== null || found.withdrawn !== null) throw new AppError('destruction.settled');
  return found;
}

async function confirm(deps: DestructionDeps, ctx: CallContext, { id, secret }: { readonly id: string; readonly secret: string }): Promise<DestructionCounts> {
  const asked = await requireOpen(deps.db.reader, id);
  if (asked.asked.id === ctx.userId) throw new AppError('destruction.samePerson');
  await deps.prover.prove(ctx.sessionId, secret);
  const counts = await deps.db.write(async tx => {
    const request = await requireOpen(tx, id);
    const done = await carryOut(tx, { request, confirmed: who(ctx, deps.clock.now().toISOString()), replayedAt: null });
    await ctx.log(tx, {
      action: 'DESTROY', category: 'note', patientId: request.patientId, objectType: 'destruction', objectId: id, reasonCode: 'destruction.carriedOut', reasonText: request.caseNumber, count: sum(done),
    });
    return done;
  });
  await emptyWriteAheadLog(deps.db);
  await keepOrderFile({ clinicFolder: deps.place.clinicDir, db: deps.db.reader, clinicId: deps.clinic.id, now: deps.clock.now(), signer: deps.open.signer });
  deps.changed('destruction', 'journal', 'timeline', 'documents', 'attachments', 'incoming', 'signing', 'care', 'medications', 'patients', 'agenda', 'referrals', 'disclosures');
  deps.backUpSoon();
  return counts;
}

/** Which entries a decision that waits is about, so that the second person can hold them against the paper. */
async function chosenOf(db: Reader, { confirmed, withdrawn, patientId, entries }: StoredDestruction): Promise<z.input<typeof Destruction>['chosen']> {
  if (confirmed !== null || withdrawn !== null || entries.length === 0) return [];
  const chosen = new Set(entries.map(({ kind, id }) => `${kind}/${id}`));
  return (await journalEntries(db, patientId)).filter(({ kind, id }) => chosen.has(`${kind}/${id}`));
}

async function state(deps: DestructionDeps, ctx: CallContext): Promise<z.input<(typeof destruction)['state']['output']>> {
  const all = await listDestructions(deps.db.reader);
  const labels = await patientLabels(deps.db.reader, all.map(one => one.patientId), deps.clinic.country);
  const listed = async (one: StoredDestruction): Promise<z.input<typeof Destruction>> => {
    const { id, authority, caseNumber, decidedOn, scope, counts, replayedAt, hasPaper, patientId, asked, withdrawn, confirmed } = one;
    return {
      id, authority, caseNumber, decidedOn, scope, entries: one.entries.length, chosen: await chosenOf(deps.db.reader, one), counts, replayedAt, hasPaper, patient: labels.get(patientId) ?? '', isOwn: asked.id === ctx.userId,
      asked: withoutId(asked), withdrawn: withdrawn && withoutId(withdrawn), confirmed: confirmed && withoutId(confirmed),
    };
  };
  return { places: await deps.places(), destructions: await Promise.all(all.map(listed)) };
}

/** Destruction by decision of IVO or a court (J-09): asked for by one person, confirmed by another, and then for good. */
export function createDestructionService(deps: DestructionDeps): Handlers {
  const { db } = deps;
  return {
    state: ctx => state(deps, ctx),
    toConfirm: async ctx => ({ count: await countToConfirm(db.reader, ctx.userId) }),
    find: async (ctx, { number }) => {
      const parsed = parseIdentifier(number, deps.clinic.country, today(deps));
      const patientId = parsed.ok ? await findOwner(db.reader, parsed.kind, parsed.value) : undefined;
      if (patientId === undefined) throw new AppError('destruction.patientUnknown');
      await ctx.logRead({ action: 'NOTE_LIST', category: 'note', patientId, reasonCode: 'destruction.preview' });
      return { patientId, patient: (await patientLabels(db.reader, [patientId], deps.clinic.country)).get(patientId) ?? '', entries: await journalEntries(db.reader, patientId) };
    },
    preview: (_ctx, input) => whatGoes(db.reader, input, deps.clock.now().toISOString()),
    ask: (ctx, input) => ask(deps, ctx, input),
    withdraw: async (ctx, { id }) => {
      await db.write(async tx => {
        const { patientId, caseNumber } = await requireOpen(tx, id);
        await insertWithdrawal(tx, id, who(ctx, deps.clock.now().toISOString()));
        await ctx.log(tx, { action: 'DESTROY', category: 'note', patientId, objectType: 'destruction', objectId: id, reasonCode: 'destruction.withdrawn', reasonText: caseNumber });
      });
      deps.changed('destruction');
      return {};
    },
    confirm: (ctx, input) => confirm(deps, ctx, input),
    paper: async (_ctx, { id }) => {
      const found = await findDestruction(db.reader, id);
      const pdf = await findPaper(db.reader, id);
      if (found === undefined || pdf === undefined) throw new AppError('record.notFound');
      return { name: `beslut-${found.decidedOn}-${id.slice(-8)}.pdf`, content: pdf.toString('base64') };
    },
  };
}
