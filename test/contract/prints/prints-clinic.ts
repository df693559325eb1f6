import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { v7 } from 'uuid';

import { PROGRAM } from '#electron/core/repositories/log.ts';
import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { createFeedsService, type FeedsService } from '#electron/core/services/feeds/feeds-service.ts';
import { createGroupsService } from '#electron/core/services/groups/groups-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { createPrintsService, type PrintsService } from '#electron/core/services/prints/prints-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { feeds } from '#shared/contract/feeds.ts';
import { groups } from '#shared/contract/groups.ts';
import { patients } from '#shared/contract/patients.ts';
import { prints } from '#shared/contract/prints.ts';
import { toInstant } from '#shared/domain/agenda/zone.ts';
import { startTestClinic } from '#test/support/harness.ts';

const run = (command: string, ...args: string[]): string => execFileSync(command, args, { encoding: 'utf8', timeout: 30_000 });

/** What any PDF reader gets out of a paper. */
export interface ReadPaper {
  readonly file: string;
  /** As laid out, lines kept. */
  readonly lines: readonly string[];
  /** Line breaks flattened. */
  readonly text: string;
}

/** A time on the clinic's wall on a day, as an instant. */
export const at = (date: string, time: string): string => toInstant({ date, time }, 'Europe/Stockholm');
export const MONDAY = '2026-11-23';

/** Timers that go off when the test says so. */
function testTimers() {
  const waiting = new Map<object, { readonly ms: number; readonly work: () => void }>();
  return {
    after: (ms: number, work: () => void) => {
      const token = {};
      waiting.set(token, { ms, work });
      return () => void waiting.delete(token);
    },
    /** How long each waits. */
    waits: () => [...waiting.values()].map(timer => timer.ms),
    /** Everything that waits goes off. */
    fire: () => {
      const now = [...waiting.values()];
      waiting.clear();
      for (const timer of now) timer.work();
    },
  };
}

/** Two practitioners, reception, administrator; the clock stands at Monday 2026-11-23 07:00; folders outside the data folder. */
export async function startPrintsClinic() {
  const timers = testTimers();
  let made: { prints: PrintsService; feeds: FeedsService } | undefined;
  const clinic = await startTestClinic({ agenda, patients, groups, prints, feeds }, (deps, log) => {
    const changed = (...areas: string[]) => {
      deps.changed(...areas);
      if (areas.includes('agenda')) for (const file of [made?.prints.sheet, made?.feeds.files]) file?.touch();
    };
    const own = { ...deps, changed };
    const forFiles = { ...own, dataDir: join(process.cwd(), 'never-here'), after: timers.after };
    made = {
      prints: createPrintsService({ ...forFiles, logOwn: (tx, entry) => log.append(tx, PROGRAM, entry), language: async () => 'sv' }),
      feeds: createFeedsService(forFiles),
    };
    return { agenda: createAgendaService(own), patients: createPatientsService(own), groups: createGroupsService(own), prints: made.prints.handlers, feeds: made.feeds.handlers };
  });
  if (!made) throw new Error('no services');
  clinic.clock.set(at(MONDAY, '07:00'));
  const reception = await clinic.as('receptionist');
  const admin = await clinic.as('administrator');
  const anna = await clinic.as('practitioner');
  const bo = await clinic.as('practitioner');
  const names = [[anna.userId, 'Anna Lind'], [bo.userId, 'Bo Östergren']] as const;
  for (const [id, name] of names) await clinic.db.write(tx => tx('user_account').where({ id }).update({ name, title: 'Leg. läkare' }));
  const practitioners = names.map(([userId, name]) => ({ userId, name }));
  const seeded = await clinic.db.write(tx => seedAgenda(tx, { practitioners, newId: v7, at: clinic.clock.now().toISOString(), by: null, language: 'sv' }));
  const folder = (name: string): string => {
    mkdirSync(join(clinic.dir, name), { recursive: true });
    return join(clinic.dir, name);
  };
  const addPatient = async (familyName: string, protection: 'none' | 'marked' | 'protected' = 'none', phone = '070-123 45 67'): Promise<string> => {
    const id = v7();
    await reception.patients.register({ id, draft: { givenName: 'Åsa', familyName, birthDate: '1981-12-18', sex: 'F', number: null, protection } });
    if (protection === 'none') await reception.patients.saveContact({ patientId: id, id: v7(), version: null, draft: { kind: 'mobile', value: phone, note: '' } });
    return id;
  };
  /** Thirty minutes with Anna (column 0) or Bo (1). */
  const book = (time: string, patientId: string | null, parts: { readonly column?: number; readonly date?: string; readonly service?: number; readonly walkIn?: string } = {}) =>
    reception.agenda.book({
      serviceId: seeded.serviceIds[parts.service ?? 1] ?? '', resourceIds: [seeded.practitionerIds[parts.column ?? 0] ?? ''], start: { instant: at(parts.date ?? MONDAY, time) }, patientId,
      ...(parts.walkIn !== undefined && { walkIn: { name: parts.walkIn, phone: '0431-555 66' } }), overbook: true, outsideHours: true,
    });
  const read = (name: string, base64: string, password?: string): ReadPaper => {
    const file = join(process.env['KLINIKBOK_PDF_OUT'] ?? folder('papers'), `${name}.pdf`);
    writeFileSync(file, Buffer.from(base64, 'base64'));
    const text = run('pdftotext', '-layout', ...(password === undefined ? [] : ['-upw', password]), file, '-');
    return { file, lines: text.split('\n').map(line => line.trim()).filter(Boolean), text: text.replaceAll(/\s+/g, ' ') };
  };
  const rows = async <T>(sql: string, bindings: readonly (string | number)[] = []): Promise<T[]> => (await clinic.db.reader.raw(sql, [...bindings])) as T[];
  return { ...clinic, ...made, timers, reception, admin, anna, bo, ...seeded, folder, addPatient, book, read, rows, run };
}

export type PrintsClinic = Awaited<ReturnType<typeof startPrintsClinic>>;
