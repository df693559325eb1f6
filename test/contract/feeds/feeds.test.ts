import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CANCELLED_DAYS } from '#electron/core/services/feeds/entries.ts';
import { calendarFile, foldLine } from '#electron/core/services/feeds/icalendar.ts';

import { at, MONDAY, startPrintsClinic, type PrintsClinic } from '../prints/prints-clinic.ts';

let clinic: PrintsClinic;
let folder = '';
let annaId = '';
let boId = '';
let visit = { id: '', version: 1 };
const CANARY = 'Kanariefågelsson';

beforeAll(async () => {
  clinic = await startPrintsClinic();
  folder = clinic.folder('sync');
  [annaId = '', boId = ''] = clinic.practitionerIds;
  visit = { ...(await clinic.book('09:00', await clinic.addPatient(CANARY))), version: 1 };
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

interface ReadEvent {
  readonly uid: string;
  readonly start: string;
  readonly end: string;
  readonly sequence: number;
  readonly status: string;
  readonly properties: readonly string[];
}
const raw = (fileName: string) => readFileSync(join(folder, fileName), 'utf8');
/** What a calendar program makes of the file: read by Mozilla's parser, not by ours. */
function readEvents(fileName: string): ReadEvent[] {
  const calendar = new ICAL.Component(ICAL.parse(raw(fileName)) as never[]);
  return calendar.getAllSubcomponents('vevent').map(component => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid, start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(), sequence: event.sequence,
      status: String(component.getFirstPropertyValue('status')), properties: component.getAllProperties().map(property => property.name).sort(),
    };
  });
}
const feedOf = async (resourceId: string) => (await clinic.admin.feeds.list({})).feeds.find(feed => feed.resourceId === resourceId);
const fileOf = async (resourceId: string): Promise<string> => (await feedOf(resourceId))?.fileName ?? '';
const refresh = () => clinic.feeds.files.runNow();

describe('calendar files (C-13)', () => {
  it('C-13 do not exist until the administrator chose a folder and a person', async () => {
    expect((await clinic.admin.feeds.list({})).feeds.map(feed => feed.fileName)).toEqual([null, null]);
    await expect(clinic.admin.feeds.renew({ resourceId: annaId })).rejects.toMatchObject({ detail: { code: 'feeds.noFolder' } });
    const { version } = await clinic.admin.feeds.list({});
    await clinic.admin.feeds.setFolder({ version, folder });
    expect(readdirSync(folder)).toEqual([]);
    const feed = await clinic.admin.feeds.renew({ resourceId: annaId });
    expect(feed.fileName).toMatch(/^[0-9a-f]{40}\.ics$/);
    expect(readdirSync(folder)).toEqual([feed.fileName]);
    expect(await feedOf(boId)).toMatchObject({ fileName: null });
  });

  it('C-13 say when a time is taken in UTC and nothing else, to a parser that is not ours', async () => {
    const name = await fileOf(annaId);
    expect(readEvents(name)).toMatchObject([{
      start: at(MONDAY, '09:00'), end: at(MONDAY, '09:30'), sequence: 0, status: 'CONFIRMED',
      properties: ['class', 'dtend', 'dtstamp', 'dtstart', 'sequence', 'status', 'summary', 'uid'],
    }]);
    expect(raw(name)).toContain('DTSTART:20261123T080000Z\r\n');
    expect(raw(name)).toContain('CLASS:PRIVATE\r\n');
    expect(raw(name)).toContain('SUMMARY:Bokad\r\n');
  });

  it('C-13 contain no name, number, phone, service, note, practitioner, clinic or id of ours', async () => {
    const text = raw(await fileOf(annaId));
    for (const canary of [CANARY, 'Åsa', '1981', '070', 'Återbesök', 'Anna', 'Provkliniken', visit.id, annaId]) expect(text).not.toContain(canary);
  });

  it('C-13 use CRLF and lines of at most 75 octets', async () => {
    const text = raw(await fileOf(annaId));
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map(line => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  });

  it('keep the UID and count SEQUENCE up when a visit moves; say nothing new when nothing moved', async () => {
    const name = await fileOf(annaId);
    const [before] = readEvents(name);
    const same = raw(name);
    clinic.clock.advance(60_000);
    await refresh();
    expect(raw(name)).toBe(same);
    const moved = await clinic.reception.agenda.move({ id: visit.id, version: visit.version, start: { instant: at(MONDAY, '13:00') } });
    visit = { id: visit.id, version: moved.version };
    await refresh();
    expect(readEvents(name)).toMatchObject([{ uid: before?.uid, sequence: 1, start: at(MONDAY, '13:00'), status: 'CONFIRMED' }]);
  });

  it('cancel the event in one file and begin it in the other when a visit goes to a colleague', async () => {
    await clinic.admin.feeds.renew({ resourceId: boId });
    const moved = await clinic.reception.agenda.move({ id: visit.id, version: visit.version, start: { instant: at(MONDAY, '13:00') }, fromResourceId: annaId, toResourceId: boId });
    visit = { id: visit.id, version: moved.version };
    await refresh();
    const [mine] = readEvents(await fileOf(annaId));
    const [theirs] = readEvents(await fileOf(boId));
    expect(mine).toMatchObject({ sequence: 2, status: 'CANCELLED' });
    expect(theirs).toMatchObject({ sequence: 0, status: 'CONFIRMED' });
    expect(mine?.uid).not.toBe(theirs?.uid);
  });

  it('keep a cancelled event with its next SEQUENCE for a while, then forget it', async () => {
    const name = await fileOf(boId);
    const later = await clinic.book('09:00', await clinic.addPatient('Senare'), { column: 1, date: '2027-03-01' });
    await refresh();
    await clinic.reception.agenda.cancel({ id: later.id, version: later.version, reason: 'patientWish' });
    await refresh();
    const gone = () => readEvents(name).filter(event => event.start === at('2027-03-01', '09:00'));
    expect(gone()).toMatchObject([{ sequence: 1, status: 'CANCELLED' }]);
    await refresh();
    expect(gone()).toMatchObject([{ sequence: 1 }]);
    clinic.clock.advance((CANCELLED_DAYS + 1) * 86_400_000);
    await refresh();
    expect(gone()).toEqual([]);
  });

  it('C-13 a file that is renewed or revoked is gone, and its name never comes back', async () => {
    const old = await fileOf(annaId);
    const { fileName } = await clinic.admin.feeds.renew({ resourceId: annaId });
    expect(fileName).not.toBe(old);
    expect(readdirSync(folder)).not.toContain(old);
    await clinic.admin.feeds.revoke({ resourceId: annaId });
    expect(readdirSync(folder)).toEqual([await fileOf(boId)]);
    await refresh();
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await clinic.rows("SELECT reason_code AS code FROM audit_event WHERE action = 'FEED' ORDER BY seq")).toEqual([{ code: 'feedBegun' }, { code: 'feedBegun' }, { code: 'feedRenewed' }, { code: 'feedRevoked' }]);
  });

  it('tell which file could not be written and why, and take the files along to another folder', async () => {
    rmSync(folder, { recursive: true });
    await refresh();
    expect(await feedOf(boId)).toMatchObject({ problem: 'folder.missing' });
    clinic.folder('sync');
    await refresh();
    expect(await feedOf(boId)).toMatchObject({ problem: null });
    const next = clinic.folder('sync2');
    await clinic.admin.feeds.setFolder({ version: (await clinic.admin.feeds.list({})).version, folder: next });
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(next)).toEqual([await fileOf(boId)]);
  });

  it('are the administrator’s', async () => {
    await expect(clinic.anna.feeds.list({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });
});

describe('folding (RFC 5545 §3.1)', () => {
  it('breaks at 75 octets, never inside a character, and unfolds to what it was', () => {
    for (const line of ['SUMMARY:kort', `X:${'å'.repeat(200)}`, `X:${'a'.repeat(73)}`, `X:${'a'.repeat(74)}`, `X:${'😀'.repeat(60)}`]) {
      const folded = foldLine(line);
      expect(folded.replaceAll('\r\n ', '')).toBe(line);
      for (const part of folded.split('\r\n')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
      expect(Buffer.from(folded).toString()).toBe(folded);
    }
  });

  it('an empty calendar is one that parsers take', () => {
    expect(new ICAL.Component(ICAL.parse(calendarFile([])) as never[]).getAllSubcomponents('vevent')).toEqual([]);
  });
});
