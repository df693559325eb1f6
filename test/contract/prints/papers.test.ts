import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { TAKEN_SQL } from '#electron/core/repositories/calendar-feed.ts';
import { LIST_SQL, SEATS_SQL } from '#electron/core/repositories/print-day.ts';

import { at, MONDAY, startPrintsClinic, type PrintsClinic } from './prints-clinic.ts';

let clinic: PrintsClinic;
let ordinary = '';
let hidden = '';
let visit = { id: '', patientId: '' };

beforeAll(async () => {
  clinic = await startPrintsClinic();
  ordinary = await clinic.addPatient('Karlsson');
  hidden = await clinic.addPatient('Hemligsson', 'protected');
  visit = { id: (await clinic.book('09:00', ordinary)).id, patientId: ordinary };
  await clinic.book('10:00', hidden, { service: 0 });
  await clinic.book('11:00', null, { column: 1, walkIn: 'Nils Okänd' });
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

// K-21: what is read when somebody is treated carries the warnings; what is shown to others says nothing about health.
const CARRY: Readonly<Record<string, 'warnings' | string>> = {
  'day-list.ts': 'warnings', 'journal-print.ts': 'warnings', 'clinical-letter.ts': 'warnings',
  'journal-copy.ts': 'printed by journal-print.ts', 'journal-print-note.ts': 'printed by journal-print.ts', 'patient-block.ts': 'warnings',
  'appointment-card.ts': 'nobody’s name stands on it', 'visit-certificate.ts': 'shown to an employer or school', 'recall-letter.ts': 'goes by post, in bulk', 'money-paper.ts': 'bookkeeping, read by payers and auditors',
  'money-pay-box.ts': 'part of money-paper.ts', 'money-text.ts': 'part of money-paper.ts', 'recovery-kit.ts': 'no patient', 'shortcut-card.ts': 'no patient',
  'backup-receipt.ts': 'no patient', 'server-sheet.ts': 'no patient', 'drill-certificate.ts': 'no patient', 'deletion-certificate.ts': 'no patient', 'breach-report.ts': 'counts only, for the authority',
  'canvas.ts': 'drawing', 'colours.ts': 'drawing', 'document.ts': 'drawing', 'fonts.ts': 'drawing', 'frame.ts': 'drawing', 'jpeg-size.ts': 'drawing', 'letterhead.ts': 'drawing', 'pdf-objects.ts': 'drawing', 'plain-paper.ts': 'drawing', 'print-text.ts': 'drawing', 'qr.ts': 'drawing', 'rich-text.ts': 'drawing', 'stamp.ts': 'marks pages that are already there', 'table.ts': 'drawing',
};

describe('K-21 warnings on paper', () => {
  it('are decided for every paper there is: a new one is added here with what it does', () => {
    const papers = readdirSync('electron/core/pdf').filter(file => file.endsWith('.ts'));
    expect(papers.toSorted()).toEqual(Object.keys(CARRY).toSorted());
    for (const file of papers) expect([file, /printPatientBlock|warningText/.test(readFileSync(join('electron/core/pdf', file), 'utf8'))]).toEqual([file, CARRY[file] === 'warnings']);
  });

  it('stand in words under the name in the day list, gravest first, also of a protected identity, and an ended one no longer', async () => {
    const [patientId, hidden] = [await clinic.addPatient('Ödman'), await clinic.addPatient('Gömd', 'protected')];
    const warn = (id: string, text: string, severity: 'lifeThreatening' | 'discomfort', of = patientId) =>
      clinic.reception.patients.saveWarning({ patientId: of, id, version: null, draft: { kind: 'hypersensitivity', severity, text, source: 'patient' } });
    const [latex, ended] = [v7(), v7()];
    await warn(latex, 'Latex', 'discomfort');
    await warn(v7(), 'Penicillin: anafylaxi', 'lifeThreatening');
    await warn(v7(), 'Lidokain', 'lifeThreatening', hidden);
    await warn(ended, 'Nickel', 'discomfort');
    await clinic.reception.patients.endWarning({ patientId, id: ended, version: 1, reason: 'Utredd, ingen allergi.' });
    const date = '2026-12-14';
    await clinic.book('09:00', patientId, { date });
    await clinic.book('10:00', hidden, { date });
    const { text } = clinic.read('warned', (await list({ date })).pdf);
    expect(text).toMatch(/Ödman.*! Överkänslighet: Penicillin: anafylaxi \(livshotande\).*! Överkänslighet: Latex \(besvärande\)/);
    expect(text).toContain('Lidokain');
    expect(text).not.toMatch(/Nickel|Gömd/);
  });
});

const list = (parts: Partial<Parameters<PrintsClinic['reception']['prints']['dayList']>[0]> = {}) =>
  clinic.reception.prints.dayList({ date: MONDAY, resourceIds: [], layout: 'compact', withPhone: true, language: 'sv', ...parts });

describe('the day list (C-15)', () => {
  it('C-15 has time, name, birth date, visit, room and phone, and who printed it when', async () => {
    const { text } = clinic.read('list', (await list()).pdf);
    for (const part of ['Dagslista måndag 23 november 2026', 'Anna Lind 2 besök', 'Telefon Kommit', '09:00–09:30 Karlsson, Åsa 1981-12-18 Återbesök 070-123 45 67', 'Nils Okänd (ej',  '0431-555 66', 'Utskriven 2026-11-23 07:00', 'Sida 1 av 1']) {
      expect(text).toContain(part);
    }
  });

  it('C-15, G-11 a protected identity is an id only: no name, no birth date, no phone', async () => {
    const { lines } = clinic.read('protected', (await list()).pdf);
    const line = lines.find(one => one.startsWith('10:00')) ?? '';
    expect(line).toMatch(/Skyddad, id/);
    expect(lines.join('\n')).toContain(hidden.replaceAll('-', '').slice(-4));
    expect(lines.join('\n')).not.toMatch(/Hemligsson|10:00.*1981/);
  });

  it('is the same layout every time', async () => {
    const { lines } = clinic.read('golden', (await list({ resourceIds: [clinic.practitionerIds[0] ?? ''], withPhone: false, layout: 'pages' })).pdf);
    const shown = lines.map(line => line.replaceAll(/\s{2,}/g, ' | ').replace(/[0-9a-f]{4}-[0-9a-f]{4}\b(?!-)/, 'xxxx-xxxx').replace(/· [0-9a-f-]{36}/, '· ref').replace(/av Person\S+/, 'av N'));
    expect(shown).toMatchInlineSnapshot(`
      [
        "Dagslista måndag 23 november 2026 | Provkliniken",
        "Provkliniken",
        "Dagslista måndag 23 november 2026",
        "Anna Lind 2 besök",
        "Tid | Namn | Född | Besök | Kommit",
        "09:00–09:30 | Karlsson, Åsa | 1981-12-18 | Återbesök | □",
        "10:00–10:45 | Skyddad, id xxxx-xxxx | Nybesök | □",
        "Utskriven 2026-11-23 07:00 av N Lind · ref | Sida 1 av 1",
      ]
    `);
  });

  it('numbers every page and loses no visit when there are 120, in one practitioner’s list', async () => {
    for (let index = 0; index < 120; index += 1) {
      const time = `${String(6 + Math.floor(index / 10)).padStart(2, '0')}:${String((index % 10) * 5).padStart(2, '0')}`;
      await clinic.book(time, null, { date: '2026-12-07', walkIn: `Provperson ${index + 1} Karlsson-Abrahamsson` });
    }
    const { pdf, pages, visits } = await list({ date: '2026-12-07' });
    const { file, text } = clinic.read('long', pdf);
    expect(visits).toBe(120);
    expect(pages).toBeGreaterThanOrEqual(3);
    for (let page = 1; page <= pages; page += 1) {
      const one = clinic.run('pdftotext', '-layout', '-f', String(page), '-l', String(page), file, '-').replaceAll(/\s+/g, ' ');
      expect(one).toContain(`Sida ${page} av ${pages}`);
      expect(one).toContain('Tid Namn Född');
    }
    // A name that does not fit goes on below in its own column, so the words of its neighbours lie between: the first line names the person.
    for (let index = 1; index <= 120; index += 1) expect(text).toMatch(new RegExp(`Provperson ${index}\\b`));
    expect(clinic.run('qpdf', '--check', file)).toContain('No syntax or stream encoding errors');
    expect(clinic.run('pdffonts', file).split('\n').slice(2).filter(Boolean).every(line => /\byes yes yes\b/.test(line))).toBe(true);
  });

  it('gives each practitioner a page of their own when asked, and says when nobody is booked', async () => {
    expect((await list({ layout: 'pages' })).pages).toBe(2);
    expect(clinic.read('nobody', (await list({ date: '2027-01-06', language: 'en' })).pdf).text).toContain('No visits booked.');
  });

  it('C-10 a group stands with its participants, a protected one as id only', async () => {
    const [meeting] = await clinic.reception.groups.create({ serviceId: clinic.serviceIds[1] ?? '', title: 'Ryggskola', resourceIds: [clinic.practitionerIds[1] ?? ''], start: { date: '2026-12-08', time: '13:00' }, capacity: 8 });
    const groupId = meeting?.id ?? '';
    const seat = await clinic.reception.groups.join({ groupId, patientId: ordinary });
    await clinic.reception.groups.join({ groupId, patientId: hidden });
    const { lines, text } = clinic.read('group', (await list({ date: '2026-12-08' })).pdf);
    expect(lines.filter(line => line.startsWith('13:00'))).toEqual([expect.stringContaining('Grupp: Ryggskola'), expect.stringContaining('Skyddad, id'), expect.stringContaining('Karlsson, Åsa')]);
    expect(text).not.toContain('Hemligsson');
    const card = clinic.read('seat', (await clinic.reception.prints.appointmentCard({ appointmentId: seat.seats[0]?.id ?? '', patientId: ordinary, language: 'sv', size: 'A6' })).pdf).text;
    expect(card).toContain('Hos Bo Östergren');
    expect(card).not.toContain('Ryggskola');
  });

  it('A-01 leaves a log row with the number of visits and the reference on the paper', async () => {
    const { pdf, reference } = await list();
    expect(await clinic.rows(`SELECT "count" AS n, reason_code FROM audit_event WHERE action = 'PRINT' AND object_id = ?`, [reference])).toEqual([{ n: 3, reason_code: 'dayList' }]);
    expect(clinic.read('ref', pdf).text).toContain(reference);
  });

});

describe('the appointment card', () => {
  const card = (parts: Partial<Parameters<PrintsClinic['reception']['prints']['appointmentCard']>[0]> = {}) =>
    clinic.reception.prints.appointmentCard({ appointmentId: visit.id, patientId: visit.patientId, language: 'sv', size: 'A6', ...parts });

  it('says when, with whom and until when it can be cancelled, and nobody’s name and no service', async () => {
    const { text, file } = clinic.read('card', (await card()).pdf);
    for (const part of ['Provkliniken', 'Måndag 23 november 2026', 'klockan 09:00', 'Hos Anna Lind, Leg. läkare', 'Avboka senast 24 timmar före']) expect(text).toContain(part);
    expect(text).not.toMatch(/Karlsson|Åsa|1981|Återbesök/);
    expect(clinic.run('pdfinfo', file)).toMatch(/Page size:\s+297\.\d+ x 419/);
  });

  it('carries address, phone and the clinic’s own words, and the service once the clinic lets it', async () => {
    const { version, hasSheetPassword: _none, ...draft } = await clinic.admin.prints.settings({});
    await clinic.admin.prints.saveSettings({ version, draft: { ...draft, address: 'Storgatan 12\n262 31 Ängelholm', phone: '0431-123 45', cardText: 'Porten öppnas med kod 1234.', cardShowsService: true } });
    const { text } = clinic.read('card-full', (await card({ size: 'A5', language: 'en' })).pdf);
    for (const part of ['Storgatan 12', '262 31 Ängelholm', 'Phone 0431-123 45', 'Porten öppnas med kod 1234.', 'Återbesök', '23 November 2026']) expect(text).toContain(part);
  });

  it('is refused for a cancelled visit and for another patient’s', async () => {
    const gone = await clinic.book('15:00', ordinary);
    await clinic.reception.agenda.cancel({ id: gone.id, version: gone.version, reason: 'patientWish' });
    await expect(card({ appointmentId: gone.id })).rejects.toMatchObject({ detail: { code: 'prints.cancelled' } });
    await expect(card({ patientId: hidden })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
  });
});

describe('the certificate of a visit', () => {
  const certificate = (parts: Partial<Parameters<PrintsClinic['reception']['prints']['visitCertificate']>[0]> = {}) =>
    clinic.reception.prints.visitCertificate({ appointmentId: visit.id, patientId: visit.patientId, language: 'sv', withNumber: false, purpose: 'Arbetsgivaren', ...parts });

  it('is refused until the patient has come', async () => {
    await expect(certificate()).rejects.toMatchObject({ detail: { code: 'prints.notVisited' } });
  });

  it('says who was here and when, issued by whom; neither service nor practitioner nor purpose', async () => {
    clinic.clock.set(at(MONDAY, '08:56'));
    const arrived = await clinic.reception.agenda.checkIn({ id: visit.id, version: 1, identityProof: 'known' });
    const treated = await clinic.reception.agenda.setStatus({ id: visit.id, version: arrived.version, status: 'inTreatment' });
    clinic.clock.set(at(MONDAY, '09:34'));
    await clinic.reception.agenda.setStatus({ id: visit.id, version: treated.version, status: 'done' });
    const { pdf, reference } = await certificate();
    const { text } = clinic.read('certificate', pdf);
    for (const part of ['Intyg om besök', 'Åsa Karlsson har besökt kliniken måndag 23 november 2026', '09:00–09:30', 'Ankomst klockan 08:56', 'klart klockan 09:34', 'Identiteten kontrollerades', 'Utfärdat 2026-11-23 09:34', 'Medarbetare', reference]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/Återbesök|Anna Lind|Arbetsgivaren|1981/);
    expect(await clinic.rows(`SELECT reason_code, reason_text, patient_id FROM audit_event WHERE action = 'PRINT' AND object_id = ? AND reason_code = 'visitCertificate'`, [visit.id])).toEqual([
      { reason_code: 'visitCertificate', reason_text: 'Arbetsgivaren', patient_id: ordinary },
    ]);
  });
});

describe('the shortcut card', () => {
  it('prints what the screen sends, every row of it, over as many pages as it takes', async () => {
    const groups = Array.from({ length: 12 }, (_, group) => ({
      title: `Grupp ${group + 1}`, rows: Array.from({ length: 20 }, (_row, row) => ({ label: `Kommando ${group + 1}.${row + 1} med ett namn som är långt nog för två rader`, keys: `Ctrl+Skift+${row}` })),
    }));
    const { pdf, pages } = await clinic.reception.prints.shortcutCard({ language: 'sv', groups });
    const { text } = clinic.read('shortcuts', pdf);
    expect(pages).toBeGreaterThan(1);
    for (const group of groups) for (const row of group.rows) expect(text).toContain(row.label.split(' med ')[0] ?? '');
  });
});

describe('at 100,000 patients and 1,000,000 visits', () => {
  it('list and calendar file ask along indexes only', async () => {
    const plan = async (sql: string, bindings: readonly string[]) => (await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, bindings)).map(row => row.detail);
    const list = await plan(LIST_SQL, ['[]', 'a', 'b', 'a', 'b']);
    expect(list.filter(line => line.startsWith('SCAN') && !/SCAN (asked|o)\b/.test(line))).toEqual([]);
    expect(list.join('\n')).toMatch(/SEARCH ar USING PRIMARY KEY \(resource_id=\? AND block_start>\? AND block_start<\?\)/);
    expect(list.join('\n')).toMatch(/SEARCH c USING INDEX contact_point_of/);
    expect(list.join('\n')).toMatch(/SEARCH o USING (COVERING )?INDEX appointment_resource_of/);
    expect((await plan(SEATS_SQL, ['[]'])).join('\n')).toMatch(/SEARCH a USING INDEX appointment_(of_group|one_seat) \(group_id=\?\)/);
    expect((await plan(TAKEN_SQL, ['r', 'a', 'b', 'a']))[0]).toMatch(/SEARCH ar USING PRIMARY KEY \(resource_id=\? AND block_start>\? AND block_start<\?\)/);
  });
});
