import { startOfDay } from '#shared/domain/agenda/zone.ts';
import type { incoming } from '#shared/contract/incoming.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { IncomingDocument, PaperFacts } from '#shared/domain/incoming/incoming.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { isConstraint } from '../../db/storage-error.ts';
import { giveToPatient } from '../../repositories/attachment.ts';
import { assignPaper, getPaper, insertPaper, signOffPaper, type StoredPaper } from '../../repositories/incoming-document.ts';
import { patientExists } from '../../repositories/note.ts';
import { findUser } from '../../repositories/user-account.ts';
import { checkFile, keepFile, requireRoom } from '../attachments/keep-file.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof incoming, CallContext>;
type Input<P extends keyof Handlers> = Parameters<Handlers[P]>[1];
type Given = NonNullable<Input<'register'>['assignment']>;

/** Areas whose answers hang on incoming papers. */
const FED = ['incoming', 'attachments', 'timeline'] as const;
const DAY_MS = 86_400_000;

/** A stored paper as lists show it, its age in whole days at `now`. */
export function toDocument(paper: StoredPaper, now: Date): IncomingDocument {
  const { attachmentVersion: _version, signedOffAt, signedOffName, signedOffTitle, comment, patientName, responsibleName, referralId, referralVersion, referralTo, referralSubject, referralOn, ...shown } = paper;
  return {
    ...shown, patientName: patientName ?? '', responsibleName: responsibleName ?? '', ageDays: Math.max(0, Math.floor((now.getTime() - Date.parse(paper.assignedAt ?? paper.registeredAt)) / DAY_MS)),
    answers: referralId === null ? null : { referralId, version: referralVersion ?? 1, recipientName: referralTo ?? '', subject: referralSubject ?? '', finishedOn: referralOn ?? '' },
    signedOff: signedOffAt === null ? null : { at: signedOffAt, name: signedOffName ?? '', title: signedOffTitle ?? '', comment },
  };
}

/** Takes a paper in, and gives it to patient and responsible person when both are known. */
export async function register(deps: ServiceDeps, ctx: CallContext, input: Input<'register'>): Promise<{ id: string }> {
  const file = checkFile(input.file);
  const [id, attachmentId, at] = [deps.newId(), deps.newId(), deps.clock.now().toISOString()];
  await deps.db.write(async tx => {
    const facts = { title: input.facts.sender, bodyPart: '', stage: null, eventTime: eventTimeOf(deps, input.facts, at) };
    await keepFile(tx, ctx, { id: attachmentId, patientId: null, category: 'document', facts, file, at });
    await insertPaper(tx, { id, attachmentId, sourceSha256: input.sourceSha256, facts: input.facts }, { at, by: ctx.userId });
    await ctx.log(tx, { action: 'INCOMING_ADD', category: 'document', objectType: 'incoming_document', objectId: id });
    if (input.assignment) await give(deps, tx, ctx, { paper: await getPaper(tx, id), version: 1, facts: input.facts, to: input.assignment });
  });
  deps.changed(...FED);
  return { id };
}

/** A paper's own date, or now. */
const eventTimeOf = (deps: ServiceDeps, facts: PaperFacts, at: string): string => (facts.documentDate === null ? at : startOfDay(facts.documentDate, deps.clinic.timeZone));

/** Gives a paper to a patient and a responsible person, or to others than before; both logs say so. Errors: record.notFound, record.changedMeanwhile, incoming.signedOff, incoming.answersReferral, incoming.notPractitioner, attachment.exists, attachment.tooMany. */
export async function assign(deps: ServiceDeps, ctx: CallContext, input: Input<'assign'>): Promise<{ version: number }> {
  const version = await deps.db.write(async tx => {
    const paper = await getPaper(tx, input.id);
    if (paper.signedOffAt !== null) throw new AppError('incoming.signedOff');
    if (paper.referralId !== null && paper.patientId !== input.assignment.patientId) throw new AppError('incoming.answersReferral');
    // Whoever held it before sees in the log that it left them.
    if (paper.patientId !== null && paper.patientId !== input.assignment.patientId) await logAssign(tx, ctx, { paper, patientId: paper.patientId, reasonCode: 'movedAway' });
    return give(deps, tx, ctx, { paper, version: input.version, facts: input.facts, to: input.assignment });
  });
  deps.changed(...FED);
  return { version };
}

interface Gift {
  readonly paper: StoredPaper;
  readonly version: number;
  readonly facts: PaperFacts;
  readonly to: Given;
}

async function give(deps: ServiceDeps, tx: Writer, ctx: CallContext, { paper, version, facts, to }: Gift): Promise<number> {
  await requirePractitioner(tx, to.responsibleId);
  if (!(await patientExists(tx, to.patientId))) throw new AppError('record.notFound');
  const moment = { at: deps.clock.now().toISOString(), by: ctx.userId };
  if (paper.patientId !== to.patientId) await requireRoom(tx, to.patientId);
  const next = await assignPaper(tx, { id: paper.id, version }, { facts, ...to }, moment);
  try {
    await giveToPatient(tx, { id: paper.attachmentId, version: paper.attachmentVersion }, { patientId: to.patientId, title: facts.sender, eventTime: eventTimeOf(deps, facts, paper.registeredAt) }, moment);
  } catch (error) {
    throw isConstraint(error, 'attachment.patient_id') ? new AppError('attachment.exists') : error;
  }
  await logAssign(tx, ctx, { paper, patientId: to.patientId, reasonCode: paper.patientId === null ? 'assigned' : 'reassigned' });
  return next;
}

const logAssign = (tx: Writer, ctx: CallContext, { paper, patientId, reasonCode }: { readonly paper: StoredPaper; readonly patientId: string; readonly reasonCode: string }): Promise<void> =>
  ctx.log(tx, { action: 'INCOMING_ASSIGN', category: 'document', patientId, objectType: 'incoming_document', objectId: paper.id, reasonCode });

async function requirePractitioner(tx: Writer, userId: string): Promise<void> {
  const user = await findUser(tx, userId);
  if (user?.status !== 'active' || !user.roles.includes('practitioner')) throw new AppError('incoming.notPractitioner');
}

/** Vidimering (K-02): by the one responsible, in the session that their card opened. */
export async function signOff(deps: ServiceDeps, ctx: CallContext, input: Input<'signOff'>): Promise<{ signedOffAt: string }> {
  const at = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    const paper = await getPaper(tx, input.id);
    if (paper.signedOffAt !== null) throw new AppError('incoming.signedOff');
    if (paper.patientId === null) throw new AppError('incoming.unassigned');
    if (paper.responsibleId !== ctx.userId) throw new AppError('incoming.notResponsible');
    await signOffPaper(tx, input, { name: ctx.userName, title: ctx.title, comment: input.comment }, { at, by: ctx.userId });
    await ctx.log(tx, { action: 'INCOMING_SIGN', category: 'document', patientId: paper.patientId, objectType: 'incoming_document', objectId: paper.id, objectVersion: paper.version });
  });
  deps.changed(...FED);
  return { signedOffAt: at };
}
