import canonicalize from 'canonicalize';

import { BREACH_TIMERS, timersOf } from '#shared/domain/breach/breach.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { renderBreachReport } from '../../pdf/breach-report.ts';
import { countAffected, findBreach, listAffected } from '../../repositories/breach.ts';
import { readLetterhead } from '../../repositories/letterhead.ts';
import { patientLabels } from '../../repositories/patient-label.ts';
import { findPrintedClinic } from '../../repositories/print-setting.ts';
import type { ServiceDeps } from '../service-deps.ts';

const MAX_PERSONS = 200_000;
/** RFC 4180; a text that a spreadsheet would take for a formula is disarmed by an apostrophe (OWASP, CSV injection). */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

async function personsFile({ db, clinic }: ServiceDeps, scope: Parameters<typeof listAffected>[1]): Promise<{ content: string; count: number }> {
  const rows = await listAffected(db.reader, scope, MAX_PERSONS);
  const labels = await patientLabels(db.reader, rows.map(row => row.patientId), clinic.country);
  const lines = rows.map(row => [labels.get(row.patientId) ?? '', String(row.rows), row.firstAt ?? '', row.lastAt ?? '', row.patientId].map(cell).join(';'));
  return { content: `\uFEFF${['person', 'rows', 'first', 'last', 'id'].join(';')}\r\n${lines.join('\r\n')}\r\n`, count: rows.length };
}

/** The report on paper and as JSON, numbers counted now; with `withPersons` also who is affected. Each handing out is logged. Errors: record.notFound. */
export async function breachPapers(deps: ServiceDeps, ctx: CallContext, { id, language, withPersons }: { readonly id: string; readonly language: 'sv' | 'en'; readonly withPersons: boolean }) {
  const { db, clinic } = deps;
  const report = await findBreach(db.reader, id);
  if (report === undefined) throw new AppError('record.notFound');
  const { draft } = report;
  const now = deps.clock.now();
  const count = await countAffected(db.reader, draft.scope);
  const persons = withPersons ? await personsFile(deps, draft.scope) : null;
  await db.write(tx => ctx.log(tx, { action: 'LOG_EXTRACT', category: withPersons ? 'identity' : 'log', objectType: 'breachReport', objectId: id, objectVersion: report.version, count: persons?.count ?? null }));
  const { pdf } = await renderBreachReport({
    language, timeZone: clinic.timeZone, report, count, printedAt: now.toISOString(), clinic: await findPrintedClinic(db.reader, clinic.name), logo: (await readLetterhead(db.reader)).logo,
  });
  const json = canonicalize({
    format: 'klinikbok-breach/1', clinic: { id: clinic.id, name: clinic.name }, ...report, count, countedAt: now.toISOString(), hours: BREACH_TIMERS,
    timers: timersOf(draft.discoveredAt, now).map(({ timer, endsAt }) => ({ timer, endsAt })),
  }) ?? '';
  const stem = `personuppgiftsincident-${draft.discoveredAt.slice(0, 10)}-${id.slice(-8)}`;
  return {
    files: [
      { name: `${stem}.pdf`, type: 'application/pdf', content: Buffer.from(pdf).toString('base64') },
      { name: `${stem}.json`, type: 'application/json', content: Buffer.from(json).toString('base64') },
      ...(persons === null ? [] : [{ name: `${stem}-berorda.csv`, type: 'text/csv', content: Buffer.from(persons.content).toString('base64') }]),
    ],
  };
}
