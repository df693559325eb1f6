import type * as z from 'zod';

import type { recalls } from '#shared/contract/recalls.ts';
import { dateAt } from '#shared/domain/agenda/zone.ts';
import type { RecallRow } from '#shared/domain/recalls/recall.ts';
import type { CallContext } from '../../api/context.ts';
import { renderRecallLetters } from '../../pdf/recall-letter.ts';
import { findPrintedClinic } from '../../repositories/print-setting.ts';
import { findPostalAddress, getRecallAt, updateRecall, type PostalAddress } from '../../repositories/recall.ts';
import { findServices } from '../../repositories/service.ts';
import { inStep, type Step } from '../agenda/change.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Input = z.output<typeof recalls.letters.input>;
type Answer = z.input<typeof recalls.letters.output>;

interface Planned {
  readonly row: RecallRow;
  readonly address: PostalAddress;
}

/**
 * One letter each to those who may be written to (G-11). The pages are drawn before the transaction, so that nobody waits
 * for them; that they were called, and the log row of each, is durable before the paper leaves core.
 * Errors: record.notFound, record.changedMeanwhile.
 */
export async function letters(deps: ServiceDeps, ctx: CallContext, input: Input): Promise<Answer> {
  const { planned, leftOut } = await plan(deps, input);
  const pdf = planned.length > 0 ? await draw(deps, input, planned) : null;
  await inStep(deps, ctx, step => writeDown(step, planned));
  return { pdf, letters: planned.length, leftOut };
}

async function plan({ db, clinic }: ServiceDeps, { rows }: Input) {
  const leftOut: Answer['leftOut'] = [];
  const planned: Planned[] = [];
  for (const at of rows) {
    const row = await getRecallAt(db.reader, clinic.country, at);
    const address = row.isProtected ? null : await findPostalAddress(db.reader, row.patientId);
    if (address === null) leftOut.push({ id: row.id, because: row.isProtected ? 'protected' : 'noAddress' });
    else planned.push({ row, address });
  }
  return { planned, leftOut };
}

async function draw({ db, clinic, clock }: ServiceDeps, { language, namesService }: Input, planned: readonly Planned[]): Promise<string> {
  const services = namesService ? await findServices(db.reader) : [];
  const now = clock.now();
  const { pdf } = await renderRecallLetters({
    language, clinic: await findPrintedClinic(db.reader, clinic.name), date: dateAt(now.getTime(), clinic.timeZone), createdAt: now.toISOString(),
    letters: planned.map(({ row, address }) => ({ recipient: address, service: services.find(one => one.id === row.serviceId)?.name ?? '' })),
  });
  return Buffer.from(pdf).toString('base64');
}

async function writeDown({ ctx, tx, change }: Step, planned: readonly Planned[]): Promise<void> {
  for (const { row } of planned) {
    const version = await updateRecall(tx, row, { calledBy: 'letter' }, change);
    await ctx.log(tx, { action: 'PRINT', category: 'contact', patientId: row.patientId, objectType: 'recall', objectId: row.id, objectVersion: version, reasonCode: 'recallLetter' });
  }
  // Asked for, and nobody could get one: that leaves a row too.
  if (planned.length === 0) await ctx.log(tx, { action: 'PRINT', category: 'contact', outcome: 'failed', objectType: 'recall', reasonCode: 'recallLetter', count: 0 });
}
