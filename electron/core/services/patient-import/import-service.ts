import { createHash } from 'node:crypto';

import type { AreaHandlers } from '#shared/contract/define.ts';
import { IMPORT_MAX_BYTES, type ImportPreview, type patientImport } from '#shared/contract/patient-import.ts';
import type { ImportField, ImportLine, ImportOptions } from '#shared/domain/patients/import.ts';
import { mapHeaders, missingFields } from '#shared/domain/patients/import-headers.ts';
import { planFile, type PlannedLine } from '#shared/domain/patients/import-plan.ts';
import type { ImportedPatient } from '#shared/domain/patients/import-row.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import type { ForeignFileParser, ForeignTable } from '../../ports/foreign-file-parser.ts';
import { insertPatients, type WholePatient } from '../../repositories/patient-bulk.ts';
import { takeTemporaryNumbers } from '../../repositories/patient-identifier.ts';
import { today } from '../patients/numbers.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { settleAgainstRegister } from './against-register.ts';

export interface ImportDeps extends ServiceDeps {
  readonly parser: ForeignFileParser;
  /** Tells the screens how far a commit has come. */
  readonly progress: (done: number, total: number) => void;
}

interface Plan {
  readonly table: ForeignTable;
  readonly mapping: (ImportField | null)[];
  readonly missing: ImportField[];
  readonly lines: readonly PlannedLine[];
  readonly digest: string;
}

type Asked = { readonly base64: string; readonly options: ImportOptions };
const SAMPLE_ROWS = 5;

/** Import of another system's patients: a dry run that changes nothing, then all of it in one transaction (H57, H62). */
export function createPatientImportService(deps: ImportDeps): AreaHandlers<typeof patientImport, CallContext> {
  return {
    preview: async (_ctx, asked) => {
      const bytes = bytesOf(asked);
      const plan = await planOf(deps, deps.db.reader, { bytes, options: asked.options, table: await parse(deps, bytes, asked.options) });
      return toPreview(plan, asked);
    },
    commit: async (ctx, asked) => {
      const bytes = bytesOf(asked);
      const table = await parse(deps, bytes, asked.options);
      const answer = await deps.db.write(async tx => {
        const plan = await planOf(deps, tx, { bytes, options: asked.options, table });
        if (plan.missing.length > 0) throw new AppError('import.columnsMissing');
        if (plan.digest !== asked.digest) throw new AppError('import.changedSincePreview');
        const going = plan.lines.flatMap(({ outcome, patient }) => (outcome === 'goesIn' && patient ? [patient] : []));
        if (going.length === 0) throw new AppError('import.nothingToImport');
        await ctx.log(tx, { action: 'PATIENT_IMPORT', category: 'identity', objectType: 'import', objectId: plan.digest.slice(0, 32), count: going.length });
        await writeAll(deps, ctx, { tx, going });
        return { imported: going.length, alreadyThere: count(plan.lines, 'alreadyThere'), refused: count(plan.lines, 'refused') };
      });
      deps.changed('patients');
      return answer;
    },
  };
}

function bytesOf({ base64 }: Asked): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > IMPORT_MAX_BYTES) throw new AppError('import.tooLarge');
  return bytes;
}

const parse = (deps: ImportDeps, bytes: Uint8Array, options: ImportOptions): Promise<ForeignTable> =>
  deps.parser.parseCsv({ bytes, encoding: options.encoding, separator: options.separator });

async function planOf(deps: ImportDeps, db: Reader, file: { bytes: Uint8Array; options: ImportOptions; table: ForeignTable }): Promise<Plan> {
  const { table, options } = file;
  const automatic = mapHeaders(table.headers);
  const mapping = table.headers.map((_, column) => (options.mapping === null ? automatic[column] : options.mapping[column]) ?? null);
  const missing = missingFields(mapping);
  const rules = { country: options.country ?? deps.clinic.country, today: today(deps), dateOrder: options.dateOrder };
  const lines = missing.length > 0 ? [] : planFile(table, { mapping, chosen: options.chosen, rules });
  await settleAgainstRegister(db, lines);
  const outcomes = lines.map(({ line, outcome, problem }) => [line, outcome, problem]);
  const digest = createHash('sha256').update(file.bytes).update(JSON.stringify([options, mapping, outcomes])).digest('hex');
  return { table, mapping, missing, lines, digest };
}

const count = (lines: readonly PlannedLine[], outcome: PlannedLine['outcome']): number => lines.filter(planned => planned.outcome === outcome).length;

async function writeAll(deps: ImportDeps, ctx: CallContext, { tx, going }: { tx: Writer; going: readonly ImportedPatient[] }): Promise<void> {
  const own = await takeTemporaryNumbers(tx, going.filter(patient => patient.number === null).length);
  const whole = going.map((patient): WholePatient => {
    const number = patient.number ?? { kind: 'temporary' as const, value: own.shift() ?? '' };
    const external = patient.externalId === null ? [] : [{ kind: 'external' as const, value: patient.externalId }];
    return { ...patient, id: deps.newId(), lastVisitElsewhere: patient.lastVisit, identifiers: [number, ...external] };
  });
  await insertPatients(tx, whole, {
    change: { at: deps.clock.now().toISOString(), by: ctx.userId }, country: deps.clinic.country, newId: deps.newId, onProgress: done => deps.progress(done, whole.length),
  });
}

function toPreview(plan: Plan, asked: Asked & { show: 'all' | 'goIn' | 'remarks' | 'alreadyThere' | 'refused'; from: number; take: number }): ImportPreview {
  const reasons: Record<string, number> = {};
  for (const { problem, remarks } of plan.lines) for (const reason of [...(problem ? [problem] : []), ...remarks]) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const lines = plan.lines.map(toLine);
  const shown = lines.filter(line => isShown(line, asked.show));
  return {
    digest: plan.digest, encoding: plan.table.encoding, separator: plan.table.separator, headers: [...plan.table.headers], mapping: plan.mapping, missing: plan.missing,
    sample: plan.table.rows.slice(0, SAMPLE_ROWS).map(row => [...row]),
    counts: {
      rows: plan.table.rows.length, goIn: count(plan.lines, 'goesIn'), withRemarks: lines.filter(line => isShown(line, 'remarks')).length,
      alreadyThere: count(plan.lines, 'alreadyThere'), refused: count(plan.lines, 'refused'),
    },
    reasons, lines: shown.slice(asked.from, asked.from + asked.take), linesTotal: shown.length,
  };
}

/** The order of day and month is a question about the file, not about each line. */
const toLine = ({ patient: _patient, remarks, ...planned }: PlannedLine): ImportLine => ({ ...planned, remarks: [...remarks].filter(remark => remark !== 'lastVisitDateOrder') });

function isShown(line: ImportLine, show: 'all' | 'goIn' | 'remarks' | 'alreadyThere' | 'refused'): boolean {
  if (show === 'all') return true;
  if (show === 'remarks') return line.outcome === 'goesIn' && line.remarks.length > 0;
  return line.outcome === (show === 'goIn' ? 'goesIn' : show);
}
