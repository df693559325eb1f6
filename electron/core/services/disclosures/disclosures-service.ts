import type * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { disclosures } from '#shared/contract/disclosures.ts';
import type { Withheld } from '#shared/domain/documents/disclosure.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { disclosuresOfPatient, guardianMarks, insertDisclosure, setGuardianMark } from '../../repositories/disclosure.ts';
import { copyEntries } from '../../repositories/copy-entries.ts';
import type { DocumentSigner } from '../../ports/document-signer.ts';
import { readingMode } from '../journal/access.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Deps = ServiceDeps & { readonly signer: DocumentSigner };
type Input<P extends keyof typeof disclosures> = z.output<(typeof disclosures)[P]['input']>;

async function requireReading(deps: Deps, ctx: CallContext, patientId: string): Promise<void> {
  if ((await readingMode(deps, ctx, patientId)) !== 'all') throw new AppError('auth.forbidden');
}

/** The confidentiality examination and what came of it (J-17, J-18, J-19). */
export function createDisclosuresService(deps: Deps): AreaHandlers<typeof disclosures, CallContext> {
  const { reader } = deps.db;
  return {
    list: async (ctx, { patientId }) => {
      await requireReading(deps, ctx, patientId);
      return (await disclosuresOfPatient(reader, patientId)).map(({ patientId: _patient, byId: _by, scope, kind, withheld, ...row }) => ({ ...row, kind: scope?.noteId === undefined ? kind : 'note', noteId: scope?.noteId ?? null, withheld: withheld.length }));
    },
    entries: async (ctx, { patientId, scope }) => {
      await requireReading(deps, ctx, patientId);
      const [entries, marks] = await Promise.all([copyEntries(reader, { patientId, scope, timeZone: deps.clinic.timeZone }), guardianMarks(reader, patientId)]);
      await ctx.logRead({ action: 'NOTE_LIST', category: 'note', patientId, objectType: 'copyEntries', count: entries.length });
      return entries.map(entry => ({ ...entry, notToGuardian: marks.has(entry.id) }));
    },
    markForGuardian: (ctx, input) => markForGuardian(deps, ctx, input),
    decide: (ctx, input) => decide(deps, ctx, input),
  };
}

const EVERYTHING = { from: null, to: null, withNotes: true, withDocuments: true, withAttachments: true } as const;

async function markForGuardian(deps: Deps, ctx: CallContext, { patientId, kind, id, hidden }: Input<'markForGuardian'>): Promise<Record<string, never>> {
  await requireReading(deps, ctx, patientId);
  const entries = await copyEntries(deps.db.reader, { patientId, scope: EVERYTHING, timeZone: deps.clinic.timeZone });
  if (!entries.some(entry => entry.id === id && entry.kind === kind)) throw new AppError('record.notFound');
  await deps.db.write(async tx => {
    await setGuardianMark(tx, { id, kind, patientId, hidden, at: deps.clock.now().toISOString(), by: ctx.userId });
    await ctx.log(tx, { action: 'GUARDIAN_MARK', category: 'note', patientId, objectType: kind, objectId: id, reasonCode: hidden ? 'guardian.set' : 'guardian.lifted' });
  });
  deps.changed('disclosures');
  return {};
}

/** Keeps the decision. What guardians do not see is left out whatever was marked on the screen (J-19). */
async function decide(deps: Deps, ctx: CallContext, input: Input<'decide'>): Promise<{ disclosureId: string }> {
  const { patientId, examination, scope, way } = input;
  await requireReading(deps, ctx, patientId);
  const [entries, marks] = await Promise.all([copyEntries(deps.db.reader, { patientId, scope, timeZone: deps.clinic.timeZone }), guardianMarks(deps.db.reader, patientId)]);
  const withheld: Withheld[] = entries.flatMap(({ kind, id }) => {
    const reason = examination.recipientKind === 'guardian' && marks.has(id) ? 'notToGuardian' : input.withheld.find(one => one.id === id)?.reason;
    return reason === undefined ? [] : [{ kind, id, reason }];
  });
  if (entries.length === withheld.length) throw new AppError('disclosures.nothing');
  const disclosureId = deps.newId();
  await deps.db.write(async tx => {
    await insertDisclosure(tx, {
      id: disclosureId, patientId, kind: 'journalCopy', documentId: null, at: deps.clock.now().toISOString(), by: { id: ctx.userId, name: ctx.userName, title: ctx.title }, examination, way, scope, withheld,
    });
    await ctx.log(tx, {
      action: 'DISCLOSURE', category: 'document', patientId, objectType: scope.noteId === undefined ? 'journalCopy' : 'noteCopy', objectId: disclosureId, count: entries.length - withheld.length, reasonCode: `disclosed.${examination.recipientKind}.${examination.basis}`,
    });
  });
  deps.changed('disclosures');
  return { disclosureId };
}
