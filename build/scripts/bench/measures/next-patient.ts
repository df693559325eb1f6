import type { Page } from 'playwright-core';

import type { Client } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/index.ts';
import { dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';
import { openSync } from '../fill/bulk-file.ts';
import type { FilledFiles } from '../fill/fill.ts';
import { LOOK_MS, press } from './page-watch.ts';

const ROUNDS = 12;
const ZONE = 'Europe/Stockholm';
/** The visit and its buffer. */
const APART_MS = 40 * 60_000;

interface Waiting {
  readonly patientId: string;
  readonly familyName: string;
  /** The first words of their last note. */
  readonly lastNote: string;
}

/** Patients who sit in the waiting room, called in one after the other with F4: nobody's chart was open before. */
export async function measureNextPatient(page: Page, { client, files }: { readonly client: Client<AppContract>; readonly files: FilledFiles }): Promise<number[]> {
  const waiting = patientsWithNotes(files);
  await fillWaitingRoom(client, files, waiting);
  await page.keyboard.press('1');
  await page.waitForTimeout(4 * LOOK_MS);
  const figures: number[] = [];
  for (const [at, { familyName, lastNote }] of waiting.entries()) {
    figures.push(await press(page, 'F4', { texts: [['[data-patient-strip]', familyName], ['main', reasonOf(at)], ['main', lastNote]] }));
    await page.waitForTimeout(2 * LOOK_MS);
  }
  return figures;
}

const reasonOf = (at: number): string => `Orsak nummer ${at + 1}.`;

/** Read from the copy without encryption, so that core has seen none of it. */
function patientsWithNotes({ plain, facts }: FilledFiles): Waiting[] {
  const db = openSync(plain, null, { readonly: true });
  try {
    const last = db.prepare<string[], { text: string }>('SELECT v.plain_text AS text FROM note n JOIN note_version v ON v.note_id = n.id AND v.no = n.shown_no WHERE n.patient_id = ? ORDER BY n.event_time DESC LIMIT 1');
    // Visits to come stand above the notes: somebody with a whole page of them is not who waits here.
    const ahead = db.prepare<string[], { count: number }>('SELECT count(*) AS count FROM appointment WHERE patient_id = ? AND start_utc > ?');
    const now = new Date().toISOString();
    return facts.samples.filter(({ id }) => id !== facts.heavyPatient && ahead.get(id, now)?.count === 0).flatMap(({ id, familyName }) => {
      const text = last.get(id)?.text.split('\n')[1] ?? '';
      return text === '' ? [] : [{ patientId: id, familyName, lastNote: text.slice(0, 20) }];
    }).slice(0, ROUNDS);
  } finally {
    db.close();
  }
}

/** Each with a visit today and a reason of their own, all arrived. */
async function fillWaitingRoom(client: Client<AppContract>, { facts }: FilledFiles, waiting: readonly Waiting[]): Promise<void> {
  const midnight = Date.parse(startOfDay(dateAt(Date.now(), ZONE), ZONE));
  for (const [at, { patientId }] of waiting.entries()) {
    const { id, version } = await client.agenda.book({
      serviceId: facts.serviceIds[1] ?? '', resourceIds: [facts.practitionerResources[0] ?? ''], start: { instant: new Date(midnight + at * APART_MS).toISOString() }, patientId, outsideHours: true, overbook: true, note: reasonOf(at),
    });
    await client.agenda.setStatus({ id, version, status: 'arrived' });
  }
}
