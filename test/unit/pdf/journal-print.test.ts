import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { richTextOf, type RichText } from '#shared/domain/journal/rich-text.ts';
import type { PrintedNote, PrintedVersion } from '#electron/core/pdf/journal-print-note.ts';
import { renderJournal, renderSignedNote, type JournalPrint } from '#electron/core/pdf/journal-print.ts';

const folder = process.env['KLINIKBOK_PDF_OUT'] ?? mkdtempSync(join(tmpdir(), 'klinikbok-pdf-'));
afterAll(() => {
  if (!process.env['KLINIKBOK_PDF_OUT']) rmSync(folder, { recursive: true });
});
const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8', timeout: 30_000 });

function onDisk(name: string, pdf: Uint8Array): string {
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, pdf);
  return file;
}
/** The text as any reader would get it, line breaks flattened. */
const textOf = (file: string): string => run('pdftotext', '-layout', file, '-').replace(/\s+/g, ' ');

const sections = (texts: Readonly<Record<string, RichText>>): NoteContent => ({
  schema: 1, template: { id: 'visit', version: 1 }, sections: Object.entries(texts).map(([title, doc], index) => ({ key: `s${index}`, title, doc })),
});
const DIGEST = 'ab'.repeat(32);
const version = (over: Partial<PrintedVersion> = {}): PrintedVersion => ({
  no: 2, kind: 'final', createdAt: '2026-11-21T09:42:00.000Z', authorName: 'Eva Lind', authorTitle: 'Leg. läkare', reason: null, replaces: null, digest: DIGEST,
  content: sections({ Kontaktorsak: richTextOf('Ryggont sedan två veckor.'), 'Bedömning och diagnos': richTextOf('Lumbago utan rotpåverkan. Höger sida.') }),
  signature: { signedAt: '2026-11-21T09:43:00.000Z', name: 'Eva Lind', title: 'Leg. läkare', method: 'card-cms', certSha256: 'cd'.repeat(32) }, lock: null, ...over,
});
const note = (over: Partial<PrintedNote> = {}): PrintedNote => ({
  name: 'Besöksanteckning', isSystem: false, eventTime: '2026-11-21T08:00:00.000Z', enteredAt: '2026-11-21T09:42:00.000Z', late: false, versions: [version()], opensslCommand: 'openssl cms -verify -cades', ...over,
});
const corrected = note({
  late: true,
  versions: [
    version(),
    version({ no: 4, kind: 'correction', createdAt: '2026-11-22T07:00:00.000Z', reason: 'Fel sida', replaces: 2, content: sections({ 'Bedömning och diagnos': richTextOf('Lumbago utan rotpåverkan. Vänster sida.') }), signature: { signedAt: '2026-11-22T07:01:00.000Z', name: 'Eva Lind', title: 'Överläkare', method: 'card-cms', certSha256: 'ef'.repeat(32) } }),
    version({ no: 5, kind: 'addition', createdAt: '2026-11-22T07:10:00.000Z', content: sections({ Tillägg: richTextOf('Röntgensvar normalt.') }), signature: null }),
  ],
});
const print = (notes: readonly PrintedNote[], over: Partial<JournalPrint> = {}): JournalPrint => ({
  language: 'sv', timeZone: 'Europe/Stockholm', clinic: 'Provkliniken i Ängelholm', printedBy: { name: 'Ove Å', title: 'Sjukgymnast' }, printedAt: '2026-11-22T09:00:00.000Z',
  reference: '0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee', purpose: 'Journalkopia till patienten', notes,
  patient: { name: 'Åsa Öberg Karlsson', number: '19811218-9876', birthDate: '1981-12-18', protection: 'none', noneKnownAt: null, warnings: [{ kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin: anafylaxi' }] },
  ...over,
});

describe('the printed journal', () => {
  it('is whole, searchable PDF/A with embedded fonts, å ä ö and all', async () => {
    const file = onDisk('journal', (await renderJournal(print([note(), corrected]))).pdf);
    expect(run('qpdf', '--check', file)).toContain('No syntax or stream encoding errors');
    expect(run('pdffonts', file).split('\n').slice(2).filter(Boolean).every(line => /\byes yes yes\b/.test(line))).toBe(true);
    expect(run('pdfinfo', '-meta', file)).toContain('pdfaid:part');
    const text = textOf(file);
    expect(text).toContain('Åsa Öberg Karlsson');
    expect(text).toContain('Provkliniken i Ängelholm');
  });

  it('names patient, author with title, time of event and of entry, who printed it when and why (J-03, J-04, J-05)', async () => {
    const text = textOf(onDisk('facts', (await renderJournal(print([corrected]))).pdf));
    for (const part of [
      '19811218-9876', 'Eva Lind, Leg. läkare', 'Händelse 2026-11-21 09:00', 'Införd i efterhand 2026-11-21 10:42', 'Utskriven 2026-11-22 10:00 av Ove Å, Sjukgymnast',
      'Ändamål: Journalkopia till patienten', 'Loggreferens: 0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee', 'Sida 1 av 1',
    ]) expect(text).toContain(part);
  });

  it('shows correction and original, the original struck through, with who, when and why (J-08)', async () => {
    const file = onDisk('corrected', (await renderJournal(print([corrected]))).pdf);
    const text = textOf(file);
    for (const part of ['Vänster sida.', 'Höger sida.', 'Rättelse 2026-11-22 08:00 av Eva Lind, Leg. läkare. Skäl: Fel sida', 'Ursprunglig lydelse, införd 2026-11-21 10:42', 'Signerad 2026-11-22 08:01 av Eva Lind, Överläkare', 'Signerad 2026-11-21 10:43 av Eva Lind, Leg. läkare', 'Tillägg 2026-11-22 08:10', 'Röntgensvar normalt.']) {
      expect(text).toContain(part);
    }
    // Struck-through text is drawn with lines: the corrected print has more of them than the same print without its original.
    const lines = (bytes: string) => (bytes.match(/ l\s+S/g) ?? []).length;
    const plain = onDisk('plain', (await renderJournal(print([note({ versions: [version()] })]))).pdf);
    const drawn = (pdf: string) => lines(execFileSync('qpdf', ['--qdf', '--object-streams=disable', pdf, '-'], { encoding: 'latin1', timeout: 30_000 }));
    expect(drawn(file)).toBeGreaterThan(drawn(plain));
  });

  it('shows warnings in words on the print, and an unasked question as such (K-21)', async () => {
    expect(textOf(onDisk('warning', (await renderJournal(print([note()]))).pdf))).toContain('Överkänslighet: Penicillin: anafylaxi (livshotande)');
    const patient = { ...print([]).patient, warnings: [] };
    expect(textOf(onDisk('unasked', (await renderJournal(print([note()], { patient }))).pdf))).toContain('ingen har frågat');
    expect(textOf(onDisk('none', (await renderJournal(print([note()], { patient: { ...patient, noneKnownAt: '2026-11-20T09:00:00.000Z' } }))).pdf))).toContain('Inga kända. Efterfrågat 2026-11-20 10:00');
  });

  it('numbers every page of many, each with the patient on it, and loses no note', async () => {
    const notes = Array.from({ length: 40 }, (_, index) =>
      note({ versions: [version({ content: sections({ Anamnes: richTextOf(`Löpnummer ${index + 1}. ${'Patienten beskriver besvären utförligt. '.repeat(12)}`) }) })] }),
    );
    const { pdf, pages } = await renderJournal(print(notes));
    const file = onDisk('long', pdf);
    expect(pages).toBeGreaterThan(5);
    expect(run('pdfinfo', file)).toMatch(new RegExp(`Pages:\\s+${pages}\\b`));
    for (let page = 1; page <= pages; page += 1) {
      const text = run('pdftotext', '-f', String(page), '-l', String(page), '-layout', file, '-');
      expect(text).toContain(`Sida ${page} av ${pages}`);
      expect(text).toContain('19811218-9876');
      expect(text).toContain('0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee');
      expect(text.replace(/\s+/g, ' ').length).toBeGreaterThan(300);
    }
    const text = textOf(file);
    for (let index = 1; index <= 40; index += 1) expect(text).toContain(`Löpnummer ${index}.`);
  });

  it('says when characters cannot be printed instead of dropping them silently', async () => {
    const strange = note({ versions: [version({ content: sections({ Anamnes: richTextOf('Citerar 你好 och 😀') }) })] });
    const text = textOf(onDisk('glyphs', (await renderJournal(print([strange]))).pdf));
    expect(text).toContain('Citerar □□ och □');
    expect(text).toContain('□ står för tecken');
  });

  it('keeps bold, italic and numbered lists, in English too', async () => {
    const rich: RichText = {
      type: 'doc',
      content: [
        { type: 'paragraph', content: [{ type: 'text', text: 'Kan ' }, { type: 'text', text: 'inte', marks: [{ type: 'bold' }] }, { type: 'text', text: ' gå ' }, { type: 'text', text: 'långt', marks: [{ type: 'italic' }] }] },
        { type: 'orderedList', attrs: { start: 2 }, content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Andra' }] }, { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Inre' }] }] }] }] }] },
      ],
    };
    const file = onDisk('rich', (await renderJournal(print([note({ versions: [version({ content: sections({ Status: rich }), signature: null, kind: 'draft' })] })], { language: 'en' }))).pdf);
    const text = textOf(file);
    for (const part of ['Patient record', 'Kan inte gå långt', '2. Andra', '• Inre', 'Not signed', 'Page 1 of 1']) expect(text).toContain(part);
    expect(run('pdffonts', file)).toContain('Italic');
  });

  it('of nobody with notes says so', async () => {
    expect(textOf(onDisk('empty', (await renderJournal(print([]))).pdf))).toContain('Journalen innehåller inga anteckningar.');
  });
});

describe('the printed signed note', () => {
  it('carries its checksum and the stock command that proves it', async () => {
    const { notes: _notes, ...base } = print([]);
    const text = textOf(onDisk('note', (await renderSignedNote({ ...base, note: note() })).pdf));
    for (const part of ['Journalanteckning', DIGEST, 'openssl cms -verify -cades', 'Signerad 2026-11-21 10:43 av Eva Lind, Leg. läkare']) expect(text).toContain(part);
  });
});
