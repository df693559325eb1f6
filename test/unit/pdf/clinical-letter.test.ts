import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import { richTextOf } from '#shared/domain/journal/rich-text.ts';
import { renderClinicalLetter, type ClinicalLetterPrint } from '#electron/core/pdf/clinical-letter.ts';
import { pdfLayout, pdfText, pdfTool } from '#test/support/documents/pdf-tools.ts';

const OUT = process.env['KLINIKBOK_PDF_OUT'];
/** A JPEG of 2 × 1 pixels, as the screen makes a logo. */
const LOGO = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==', 'base64');

const record = (over: Partial<DocumentRecord> = {}): DocumentRecord => ({
  format: 'klinikbok-document-1', documentId: '0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee', patientId: '0199aaaa-bbbb-7ccc-8ddd-ffffffffffff', clinic: 'c', no: 2, kind: 'final', type: 'referral', language: 'sv',
  author: { id: 'a', name: 'Eva Lind', title: 'Leg. läkare', hsaId: 'SE2321000016-1003' }, createdAt: '2026-11-22T09:00:00.000Z',
  head: { recipient: { name: 'Ortopedmottagningen', address: 'Ängelholms sjukhus\nLandshövdingevägen 7 E\n262 52 Ängelholm' }, subject: 'Bedömning av höger knä', urgent: true },
  content: {
    schema: 2, template: { id: 'document.referral', version: 1 },
    sections: [
      { key: 'question', title: 'Frågeställning', doc: richTextOf('Indikation för artroskopi?') },
      { key: 'diagnosis', title: 'Bedömning och diagnos', doc: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'code', attrs: { system: 'ICD-10-SE', version: '2026', code: 'M17.1', text: 'Annan primär gonartros' } }] }] } },
      { key: 'plan', title: 'Planering', doc: richTextOf('') },
    ],
  },
  replaces: null, previous: null, salt: '00', ...over,
});
const print = (over: Partial<ClinicalLetterPrint> = {}): ClinicalLetterPrint => ({
  record: record(), digest: 'ab'.repeat(32), timeZone: 'Europe/Stockholm', logo: null, footer: 'www.provkliniken.example · telefontid 8–10',
  clinic: { name: 'Provkliniken i Ängelholm', addressLines: ['Storgatan 1', '262 31 Ängelholm'], phone: '0431-12 34 56', organisationNumber: '556016-0680' },
  patient: { name: 'Åsa Öberg Karlsson', number: '19811218-9876', birthDate: '1981-12-18', protection: 'none', noneKnownAt: null, warnings: [{ kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin: anafylaxi' }] },
  ...over,
});
const long = (paragraphs: number): ClinicalLetterPrint => {
  const text = Array.from({ length: paragraphs }, (_, index) => `Stycke ${index + 1}. Patienten söker för smärta i höger knä sedan tre månader och har provat träning hos fysioterapeut.`).join('\n');
  return print({ record: record({ content: { ...record().content, sections: [{ key: 'history', title: 'Anamnes', doc: richTextOf(text) }] } }) });
};
/** Compares with the page as it was approved; KLINIKBOK_PDF_OUT writes what there is now, for looking at it. */
function expectGolden(name: string, pdf: Uint8Array): void {
  const layout = pdfLayout(pdf).replaceAll('\f', '\n----\n');
  if (OUT) {
    mkdirSync(OUT, { recursive: true });
    writeFileSync(path.join(OUT, `${name}.txt`), layout);
    writeFileSync(path.join(OUT, `${name}.pdf`), pdf);
  }
  expect(layout).toBe(readFileSync(path.join(import.meta.dirname, 'golden', `${name}.txt`), 'utf8'));
}

describe('a letter on paper (K-01, complaint 11)', () => {
  it('looks as it was approved: letterhead, window, facts, warnings, text, signature block, page x of y', async () => {
    const { pdf, pages } = await renderClinicalLetter(print());
    expect(pages).toBe(1);
    expectGolden('referral', pdf);
  });

  it('of many pages loses no line and says whose every page is', async () => {
    const { pdf, pages } = await renderClinicalLetter(long(80));
    const text = pdfText(pdf);
    expect(pages).toBeGreaterThan(2);
    for (let index = 1; index <= 80; index += 1) expect(text).toContain(`Stycke ${index}. `);
    for (let page = 1; page <= pages; page += 1) expect(text).toContain(`Sida ${page} av ${pages}`);
    expect(text.match(/19811218-9876 +Åsa Öberg Karlsson/g)).toHaveLength(pages - 1);
    expectGolden('referral-pages', pdf);
  });

  it('is PDF/A-2b with every font embedded, checked by tools of others', async () => {
    const { pdf } = await renderClinicalLetter(print({ logo: LOGO }));
    expect(pdfTool('qpdf', pdf, '--check')).toContain('No syntax or stream encoding errors');
    const fonts = pdfTool('pdffonts', pdf).split('\n').slice(2).filter(Boolean);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/(CID TrueType|TrueType|CID Type 0C).*\byes yes yes\b/);
    expect(pdfTool('pdfinfo', pdf, '-meta')).toMatch(/<pdfaid:part>2<[\s\S]*<pdfaid:conformance>B</);
    expect(pdfTool('pdfinfo', pdf)).toMatch(/Page size: +595.28 x 841.89 pts \(A4\)/);
    expect(Buffer.from(pdf).toString('latin1')).toContain('/GTS_PDFA1');
  });

  it('puts the recipient in the window of a C5 envelope: from 297 points right, 128 down', async () => {
    const { pdf } = await renderClinicalLetter(print());
    const boxes = pdfTool('pdftotext', pdf, '-bbox');
    const found = /xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Ortopedmottagningen</.exec(boxes);
    expect(Number(found?.[1])).toBeCloseTo(297, 0);
    expect(Number(found?.[2])).toBeGreaterThan(127);
    expect(Number(found?.[2])).toBeLessThan(136);
  });

  it('says protected identity and that nobody asked about warnings in words (K-21, G-11)', async () => {
    const text = pdfText((await renderClinicalLetter(print({ patient: { ...print().patient, protection: 'protected', warnings: [] } }))).pdf);
    expect(text).toContain('Skyddade personuppgifter');
    expect(text).toContain('Uppgift saknas: ingen har frågat efter överkänslighet.');
  });

  it('shows hostile text as text', async () => {
    const hostile = '<script>alert(1)</script> \u202Egnitsetgnissem \u200B😀 ${patient} \\n';
    const { pdf } = await renderClinicalLetter(print({ record: record({ head: { recipient: { name: hostile, address: '' }, subject: hostile, urgent: false }, content: { ...record().content, sections: [{ key: 'text', title: 'Text', doc: richTextOf(hostile) }] } }) }));
    expect(pdfText(pdf)).toContain('<script>alert(1)</script>');
    expect(pdfTool('qpdf', pdf, '--check')).toContain('No syntax or stream encoding errors');
  });
});
