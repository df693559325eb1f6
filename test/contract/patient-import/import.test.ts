import { readFileSync } from 'node:fs';
import path from 'node:path';

import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type * as z from 'zod';
import { patientImport } from '#shared/contract/patient-import.ts';
import { patients } from '#shared/contract/patients.ts';
import type { ImportOptions } from '#shared/domain/patients/import.ts';
import { luhnDigit } from '#shared/domain/identifiers/luhn.ts';
import { createPatientImportService } from '#electron/core/services/patient-import/import-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { startTestClinic } from '#test/support/harness.ts';
import { inProcessParser } from '#test/support/in-process-parser.ts';

const OLD_SYSTEM = readFileSync(path.join(import.meta.dirname, '../../../build/scripts/data/patients-oldsystem.csv'));
const progress: [number, number][] = [];
const start = () =>
  startTestClinic({ patients, patientImport }, deps => ({
    patients: createPatientsService(deps),
    patientImport: createPatientImportService({ ...deps, parser: inProcessParser, progress: (done, total) => void progress.push([done, total]) }),
  }));
type Options = z.input<typeof ImportOptions>;
const number = (payload: string) => `19${payload}${luhnDigit(payload)}`;
const ASA = number('811218986');

describe('import from another system', () => {
  let clinic: Awaited<ReturnType<typeof start>>;
  let reception: Awaited<ReturnType<typeof clinic.as>>;
  beforeEach(async () => {
    clinic = await start();
    reception = await clinic.as('receptionist');
    progress.length = 0;
  });
  afterEach(async () => {
    expect(clinic.reported).toEqual([]);
    await clinic.stop();
  });
  const preview = (file: string | Buffer, options: Options = {}, more: object = {}) => reception.patientImport.preview({ base64: Buffer.from(file).toString('base64'), options, ...more });
  const commit = async (file: string | Buffer, options: Options = {}) => {
    const { digest } = await preview(file, options);
    return reception.patientImport.commit({ base64: Buffer.from(file).toString('base64'), options, digest });
  };
  const total = async () => (await reception.patients.list({})).total;

  describe('the old system\'s file', () => {
    it('is understood without a question: encoding, separator, columns', async () => {
      const seen = await preview(OLD_SYSTEM);
      expect(seen).toMatchObject({ encoding: 'windows-1252', separator: ';', missing: [] });
      expect(seen.mapping).toEqual(['externalId', 'number', 'familyName', 'givenName', 'street', 'postCode', 'city', 'mobile', 'email', 'protection', 'lastVisit', 'note']);
      expect(seen.sample[0]?.slice(2, 4)).toEqual(['Eriksson', 'Anna']);
      expect(await total()).toBe(0);
    });

    it('says of every line what will happen to it and why', async () => {
      const seen = await preview(OLD_SYSTEM, {}, { show: 'refused' });
      expect(seen.counts).toEqual({ rows: 1220, goIn: 1184, withRemarks: expect.any(Number), alreadyThere: 0, refused: 36 });
      expect(seen.reasons).toMatchObject({ numberCheck: 9, numberDate: 3, numberIncomplete: 2, numberFuture: 1, sameNumberOtherName: 14, nameMissing: 4, columnCount: 3, numberMissing: 11, protectionMarked: 16, noteLikeWarning: 128, lastVisitDateOrder: 236 });
      expect(seen.linesTotal).toBe(36);
      const lines = OLD_SYSTEM.toString('latin1').split('\n');
      for (const line of seen.lines) expect(lines[line.line - 1], `line ${line.line}`).toContain(line.number);
      const clash = seen.lines.find(line => line.problem === 'sameNumberOtherName');
      expect(clash?.clashesWith).toHaveLength(1);
    });

    it('goes in whole: forms made one, protected marked, notes kept, nothing in the journal', async () => {
      expect(await commit(OLD_SYSTEM)).toEqual({ imported: 1184, alreadyThere: 0, refused: 36 });
      expect(await total()).toBe(1184);
      expect(progress.at(-1)).toEqual([1184, 1184]);
      const [anna] = await reception.patients.search({ text: '19791120-9869' });
      expect(anna).toMatchObject({ givenName: 'Anna', familyName: 'Eriksson', number: '19791120-9869', phone: '074-886 36 43', birthDate: '1979-11-20', sex: 'F' });
      const card = await reception.patients.get({ id: anna?.id ?? '' });
      expect(card).toMatchObject({ registrationNote: 'Betalar via "Företagshälsan AB"', lastVisitElsewhere: '2026-11-03' });
      expect(card.identifiers.map(({ kind, value }) => [kind, value])).toEqual([['personnummer', '197911209869'], ['external', '10000']]);
      expect(card.whereabouts?.addresses[0]).toMatchObject({ street: 'Norra Järnvägsgatan 47 A', postCode: '753 10', city: 'Uppsala' });
      const rows = async (sql: string) => ((await clinic.db.reader.raw(sql)) as { n: number }[])[0]?.n;
      expect(await rows("SELECT count(*) AS n FROM patient WHERE protection = 'marked'")).toBe(16);
      expect(await rows("SELECT count(*) AS n FROM patient_identifier WHERE kind = 'temporary'")).toBe(11);
      expect(await rows("SELECT count(*) AS n FROM contact_point WHERE kind = 'mobile' AND value NOT GLOB '+46[0-9]*'")).toBe(0);
      expect(await rows("SELECT count(*) AS n FROM patient WHERE registration_note LIKE 'Rullstol' || char(10) || '%'")).toBeGreaterThan(100);
      expect(await rows('SELECT count(*) AS n FROM note')).toBe(0);
      expect((await reception.patients.search({ text: 'kristina ek' })).length).toBeGreaterThan(0);
      expect((await clinic.db.reader.raw("SELECT action, count FROM audit_event WHERE action = 'PATIENT_IMPORT' ORDER BY seq DESC LIMIT 1"))).toEqual([{ action: 'PATIENT_IMPORT', count: 1184 }]);
    });

    it('H58: the same file again makes no duplicates', async () => {
      await commit(OLD_SYSTEM);
      const again = await preview(OLD_SYSTEM);
      expect(again.counts).toMatchObject({ goIn: 0, alreadyThere: 1184, refused: 36 });
      await expect(commit(OLD_SYSTEM)).rejects.toMatchObject({ detail: { code: 'import.nothingToImport' } });
      expect(await total()).toBe(1184);
    });

    it('H56: when one number stands on lines with different names, a person chooses', async () => {
      const clash = (await preview(OLD_SYSTEM, {}, { show: 'refused' })).lines.find(line => line.problem === 'sameNumberOtherName' && !line.name.startsWith('Rad'));
      const seen = await preview(OLD_SYSTEM, { chosen: [clash?.line ?? 0] }, { show: 'refused' });
      expect(seen.counts).toMatchObject({ goIn: 1185, refused: 35 });
      expect(seen.lines.find(line => line.line === clash?.clashesWith[0])?.problem).toBe('sameNumberOtherName');
    });
  });

  describe('one transaction', () => {
    it('H57, H62: a failure at the last patient leaves nothing, not even a used temporary number', async () => {
      const file = 'Efternamn;Förnamn;Personnr\n' + Array.from({ length: 700 }, (_, index) => `Ek${index};Bo;`).join('\n');
      await clinic.db.write(tx => tx.raw("CREATE TRIGGER stop BEFORE INSERT ON patient WHEN NEW.family_name = 'Ek699' BEGIN SELECT RAISE(ABORT, 'power cut'); END"));
      const { digest } = await preview(file);
      await expect(reception.patientImport.commit({ base64: Buffer.from(file).toString('base64'), options: {}, digest })).rejects.toMatchObject({ detail: { code: 'internal' } });
      expect(await total()).toBe(0);
      expect(await clinic.db.reader.raw('SELECT last FROM running_number')).toEqual([{ last: 0 }]);
      clinic.reported.length = 0;
    });

    it('is refused when the file, the choices or the register changed since the review', async () => {
      const file = `Efternamn;Förnamn;Personnr\nKarlsson;Åsa;${ASA}\nEk;Bo;`;
      const { digest } = await preview(file);
      const send = (text: string, options: Options = {}) => reception.patientImport.commit({ base64: Buffer.from(text).toString('base64'), options, digest });
      await expect(send(`${file}x`)).rejects.toMatchObject({ detail: { code: 'import.changedSincePreview' } });
      await expect(send(file, { dateOrder: 'mdy' })).rejects.toMatchObject({ detail: { code: 'import.changedSincePreview' } });
      await reception.patients.register({ id: v7(), draft: { givenName: 'Åsa', familyName: 'Karlsson', birthDate: null, sex: 'F', number: { country: 'SE', text: ASA } } });
      await expect(send(file)).rejects.toMatchObject({ detail: { code: 'import.changedSincePreview' } });
      expect(await total()).toBe(1);
    });
  });

  describe('against the register (H56)', () => {
    beforeEach(() => commit(`KundNr;Efternamn;Förnamn;Personnr\n1;Karlsson;Åsa;${ASA}\n2;Ek;Bo;`));
    const outcome = async (row: string) => {
      const [line] = (await preview(`KundNr;Efternamn;Förnamn;Personnr;Födelsedatum\n${row}`)).lines;
      return [line?.outcome, line?.problem, ...(line?.remarks ?? [])];
    };
    it.each([
      [`9;Carlsson;Åsa;${ASA};`, ['alreadyThere', null]],
      [`9;Lind;Bo;${ASA};`, ['refused', 'numberTakenOtherName']],
      [`1;Karlsson;Åsa;${number('900101238')};`, ['refused', 'customerNumberTaken']],
      [`1;Lind;Eva;${number('900101238')};`, ['goesIn', null]],
      ['2;Ek;Bo;;', ['alreadyThere', null, 'numberMissing']],
      ['7;Ek;Bo;;', ['goesIn', null, 'numberMissing', 'sameNameNoNumber']],
    ])('%s', async (row, expected) => {
      expect(await outcome(row)).toEqual(expected);
    });
  });

  describe('files of other kinds (H59)', () => {
    const text = `Namn,Födelsedatum,Kön,Telefon\r\n"Karlsson, Åsa",1981-12-18,Kvinna,070-1234567\r\nJohan de la Cruz,18.12.1981,M,\r\n`;
    const utf16 = (order: 'le' | 'be', mark: boolean) => {
      const buffer = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
      return order === 'le' ? buffer : buffer.swap16();
    };
    it.each([
      ['UTF-8', 'utf-8', Buffer.from(text)], ['UTF-8 with BOM', 'utf-8', Buffer.from('\uFEFF' + text)], ['Windows-1252', 'windows-1252', Buffer.from(text, 'latin1')],
      ['UTF-16 LE with BOM', 'utf-16le', utf16('le', true)], ['UTF-16 BE with BOM', 'utf-16be', utf16('be', true)], ['UTF-16 LE without BOM', 'utf-16le', utf16('le', false)],
    ])('%s', async (_name, encoding, file) => {
      const seen = await preview(file);
      expect(seen).toMatchObject({ encoding, separator: ',', counts: { goIn: 2 }, mapping: ['fullName', 'birthDate', 'sex', 'phone'] });
      await commit(file);
      expect((await reception.patients.search({ text: '811218' })).map(hit => `${hit.familyName}, ${hit.givenName} ${hit.sex} ${hit.phone}`).sort()).toEqual(['Karlsson, Åsa F 070-123 45 67', 'de la Cruz, Johan M null']);
    });
    it.each([['tab', '\t'], ['pipe', '|'], ['semicolon', ';']])('separated by %s', async (_name, separator) => {
      expect(await preview(['Efternamn', 'Förnamn'].join(separator) + '\nEk' + separator + 'Bo')).toMatchObject({ separator, counts: { goIn: 1 } });
    });
    it('columns nobody recognizes are chosen by hand', async () => {
      const file = 'A;B;C\nEk;Bo;1981-12-18\n';
      expect(await preview(file)).toMatchObject({ missing: ['familyName', 'givenName'], lines: [], headers: ['A', 'B', 'C'] });
      await expect(commit(file)).rejects.toMatchObject({ detail: { code: 'import.columnsMissing' } });
      expect(await preview(file, { mapping: ['familyName', 'givenName', 'birthDate'] })).toMatchObject({ missing: [], counts: { goIn: 1 } });
    });
    it.each([['nothing', ''], ['one column', 'Namn\nBo Ek'], ['a workbook', Buffer.from('504b0304140006000800000021000000', 'hex')], ['a quote never closed', `Efternamn;Förnamn\n"Ek;Bo\n${'x;y\n'.repeat(40_000)}`], ['one line of a megabyte', 'a;b\n' + 'x'.repeat(1_000_000)]])('%s is refused as unreadable', async (_name, file) => {
      await expect(preview(file)).rejects.toMatchObject({ detail: { code: 'import.unreadable' } });
    });
    it('H61: a file over 20 MB or 100,000 rows is refused by its size', async () => {
      await expect(preview(Buffer.alloc(20 * 1024 * 1024 + 1, 'a'))).rejects.toMatchObject({ detail: { code: 'import.tooLarge' } });
      await expect(preview('Efternamn;Förnamn\n' + 'Ek;Bo\n'.repeat(100_001))).rejects.toMatchObject({ detail: { code: 'import.tooLarge' } });
    });
    it('H24, H25: formulas, markup and control characters come in as text or not at all', async () => {
      await commit(`Efternamn;Förnamn;Anteckning\n=cmd|' /C calc'!A0;Bo;<script>alert(1)</script>\n"Ek\nLOGIN_OK";Bo;x`);
      const names = (await reception.patients.list({})).rows.map(row => row.familyName).sort();
      expect(names).toEqual(["=cmd|' /C calc'!A0", 'Ek LOGIN_OK']);
    });
  });

  it('administrators may import but do not read the register (decision 9)', async () => {
    const owner = await clinic.as('administrator');
    const file = Buffer.from('Efternamn;Förnamn\nEk;Bo').toString('base64');
    const { digest } = await owner.patientImport.preview({ base64: file, options: {} });
    expect(await owner.patientImport.commit({ base64: file, options: {}, digest })).toMatchObject({ imported: 1 });
  });
});
