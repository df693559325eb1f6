import type * as z from 'zod';

import type { recalls } from '#shared/contract/recalls.ts';
import { dateAt } from '#shared/domain/agenda/zone.ts';
import type { RecallRow } from '#shared/domain/recalls/recall.ts';
import { renderRecallLetters, type RecallLetter } from '../../pdf/recall-letter.ts';
import { findPrintedClinic } from '../../repositories/print-setting.ts';
import { findPostalAddress, getRecallAt, updateRecall } from '../../repositories/recall.ts';
import { findServices } from '../../repositories/service.ts';
import type { Step } from '../agenda/change.ts';

type Answer = z.input<typeof recalls.letters.output>;

/**
 * One letter each to those who may be written to (G-11); each is called by it, and each print has a log row of its own.
 * Errors: record.notFound, record.changedMeanwhile.
 */
export async function letters(step: Step, input: z.output<typeof recalls.letters.input>): Promise<Answer> {
  const { ctx, deps, tx, change } = step;
  const services = input.namesService ? await findServices(tx) : [];
  const leftOut: Answer['leftOut'] = [];
  const written: RecallLetter[] = [];
  for (const at of input.rows) {
    const row = await getRecallAt(tx, deps.clinic.country, at);
    const address = row.isProtected ? null : await findPostalAddress(tx, row.patientId);
    if (address === null) {
      leftOut.push({ id: row.id, because: row.isProtected ? 'protected' : 'noAddress' });
      continue;
    }
    const version = await updateRecall(tx, row, { calledBy: 'letter' }, change);
    written.push({ recipient: address, service: serviceOf(row, services) });
    await ctx.log(tx, { action: 'PRINT', category: 'contact', patientId: row.patientId, objectType: 'recall', objectId: row.id, objectVersion: version, reasonCode: 'recallLetter' });
  }
  if (written.length === 0) {
    await ctx.log(tx, { action: 'PRINT', category: 'contact', outcome: 'failed', objectType: 'recall', reasonCode: 'recallLetter', count: 0 });
    return { pdf: null, letters: 0, leftOut };
  }
  const clinic = await findPrintedClinic(tx, deps.clinic.name);
  const { pdf } = await renderRecallLetters({
    language: input.language, clinic, date: dateAt(Date.parse(change.at), deps.clinic.timeZone), createdAt: change.at, letters: written,
  });
  return { pdf: Buffer.from(pdf).toString('base64'), letters: written.length, leftOut };
}

const serviceOf = (row: RecallRow, services: readonly { readonly id: string; readonly name: string }[]): string => services.find(one => one.id === row.serviceId)?.name ?? '';
