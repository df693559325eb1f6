import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fieldsLeft, isEmptyNote, MAX_NOTE_CHARACTERS, NoteContentSchema, noteLength, type NoteContent } from '#shared/domain/journal/note-content.ts';
import { canonicalRecord, type NoteRecord } from '#shared/domain/journal/note-record.ts';
import { noteToPlain } from '#shared/domain/journal/plain-text.ts';
import { MAX_LIST_DEPTH, richTextOf, RichTextSchema, type BlockNode, type RichText } from '#shared/domain/journal/rich-text.ts';

const note = (doc: unknown): unknown => ({ schema: 1, template: { id: 'visit', version: 1 }, sections: [{ key: 'status', title: 'Status', doc }] });
const doc = (...content: unknown[]): unknown => ({ type: 'doc', content });
const text = (value: string, ...marks: string[]) => ({ type: 'text', text: value, ...(marks.length ? { marks: marks.map(type => ({ type })) } : {}) });
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });
const nested = (depth: number): unknown => (depth === 0 ? paragraph(text('x')) : { type: 'bulletList', content: [{ type: 'listItem', content: [nested(depth - 1)] }] });

describe('what a note may hold', () => {
  it('is paragraphs, bold, italic and lists as the editor writes them', () => {
    const given = doc(paragraph(text('Kan '), text('inte', 'bold', 'italic'), { type: 'hardBreak' }, text('gå')), { type: 'orderedList', attrs: { start: 3, type: null }, content: [{ type: 'listItem', content: [paragraph(text('a'))] }] }, { type: 'paragraph' });
    const parsed = NoteContentSchema.parse(note(given));
    expect(noteToPlain(parsed)).toBe('Status\nKan inte\ngå\n3. a');
  });

  const measurement = { type: 'measurement', attrs: { kind: 'bloodPressure', label: 'Blodtryck', value: '135/85', unit: 'mmHg' } };
  const code = { type: 'code', attrs: { system: 'ICD-10-SE', version: '2026', code: 'M54.5', text: 'Lumbago' } };
  const copied = { type: 'copied', attrs: { noteId: '0192f0a0-0000-7000-8000-000000000001', date: '2026-10-02' } };
  const second = (...content: unknown[]): unknown => ({ ...(note(doc(paragraph(...content))) as object), schema: 2 });

  it('is also measurements with units, codes with their words and gaps of phrases (K-20), which read as words', () => {
    const parsed = NoteContentSchema.parse(second(measurement, text(' taget i '), { type: 'field', attrs: { label: 'sida' } }, text('. '), { ...code, marks: [copied] }, { ...text('som förr', 'bold'), marks: [{ type: 'bold' }, copied] }));
    expect(noteToPlain(parsed)).toBe('Status\nBlodtryck 135/85 mmHg taget i [sida]. ICD-10-SE M54.5 Lumbagosom förr');
    expect(fieldsLeft(parsed)).toBe(1);
    expect(isEmptyNote(NoteContentSchema.parse(second(measurement)))).toBe(false);
    expect(isEmptyNote(NoteContentSchema.parse(second({ type: 'field', attrs: { label: 'sida' } })))).toBe(true);
  });

  it('is what its schema says: a note of schema 1 holds text alone, and stays readable', () => {
    expect(NoteContentSchema.parse(note(doc(paragraph(text('Som förr'))))).schema).toBe(1);
    for (const inline of [measurement, code, { ...text('x'), marks: [copied] }]) expect(NoteContentSchema.safeParse(note(doc(paragraph(inline)))).success).toBe(false);
  });

  it('is from schema 3 also files of the journal and what was given, which read as words; schema 2 knows neither (K-22, K-24)', () => {
    const picture = { type: 'attachment', attrs: { id: copied.attrs.noteId, sha256: 'a'.repeat(64), title: 'Bild: rygg', date: '2026-11-20' } };
    const given = { type: 'given', attrs: { id: copied.attrs.noteId, product: 'Restylane', details: '1 ml, läpp, batch 23-0147', batch: '23-0147', date: '2026-11-22' } };
    const third = (...content: unknown[]): unknown => ({ ...(second(...content) as object), schema: 3 });
    expect(noteToPlain(NoteContentSchema.parse(third(picture, text(' '), given)))).toBe('Status\nBild: rygg 2026-11-20 Restylane 1 ml, läpp, batch 23-0147 2026-11-22');
    for (const inline of [picture, given]) expect(NoteContentSchema.safeParse(second(inline)).success).toBe(false);
    for (const attrs of [{ sha256: 'x' }, { id: '../x' }, { title: '' }, { date: 'idag' }, { href: 'x' }]) expect(NoteContentSchema.safeParse(third({ ...picture, attrs: { ...picture.attrs, ...attrs } })).success).toBe(false);
  });

  it('takes the marks that an editor hangs on a line break in bold text, and drops them', () => {
    const parsed = NoteContentSchema.parse(second(text('a', 'bold'), { type: 'hardBreak', marks: [{ type: 'bold' }] }, text('b', 'bold')));
    expect(parsed.sections[0]?.doc.content[0]?.content?.[1]).toEqual({ type: 'hardBreak' });
  });

  it.each([
    ['a measurement of unlimited length', doc(paragraph({ ...measurement, attrs: { ...measurement.attrs, value: 'x'.repeat(61) } }))], ['a code with markup for a system', doc(paragraph({ ...code, attrs: { ...code.attrs, href: 'x' } }))],
    ['a copy from nowhere', doc(paragraph({ ...text('x'), marks: [{ type: 'copied', attrs: { noteId: 'x', date: '2026-10-02' } }] }))],
    ['a script', doc({ type: 'script', content: [] })], ['a link', doc(paragraph({ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }))],
    ['an image', doc({ type: 'image', attrs: { src: 'x', onerror: 'y' } })], ['a heading', doc({ type: 'heading', attrs: { level: 1 } })],
    ['an unknown attribute', doc({ type: 'paragraph', attrs: { style: 'x' } })], ['an empty list', doc({ type: 'bulletList', content: [] })],
    ['lists nested too deep', doc(nested(MAX_LIST_DEPTH + 1))], ['lists nested without end', doc(nested(2_000))], ['a text that is no document', 'hej'],
  ])('is never %s (H24)', (_name, value) => {
    expect(NoteContentSchema.safeParse({ ...(note(value) as object), schema: 2 }).success).toBe(false);
  });

  it('keeps any script, emoji, combining storm and direction mark as typed (H20–H23)', () => {
    for (const value of ['\u202Egpj.exe', 'Z̷̧a̶l̴g̷o', '👩‍⚕️', 'İßÅA\u030A', '<img src=x onerror=alert(1)>', 'x'.repeat(200_000)]) {
      expect(NoteContentSchema.parse(note(doc(paragraph(text(value))))).sections[0]?.doc).toEqual(doc(paragraph(text(value))));
    }
  });

  it('has a limit that is refused, never cut (H22)', () => {
    const long = (n: number) => note(doc(...Array.from({ length: n }, () => paragraph(text('x'.repeat(100_000))))));
    expect(NoteContentSchema.safeParse(long(5)).success).toBe(true);
    expect(NoteContentSchema.safeParse(long(6)).success).toBe(false);
    expect(MAX_NOTE_CHARACTERS).toBe(500_000);
  });

  it('names each heading once', () => {
    const twice = note(doc()) as { sections: unknown[] };
    expect(NoteContentSchema.safeParse({ ...twice, sections: [twice.sections[0], twice.sections[0]] }).success).toBe(false);
  });
});

const block = fc.letrec<{ block: BlockNode }>(tie => ({
  block: fc.oneof(
    { maxDepth: 2 },
    fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 3 }).map((words): BlockNode => ({ type: 'paragraph', content: words.map(word => ({ type: 'text', text: word })) })),
    fc.array(tie('block'), { minLength: 1, maxLength: 2 }).map((content): BlockNode => ({ type: 'bulletList', content: [{ type: 'listItem', content }] })),
  ),
}));

describe('any note', () => {
  it('survives storing and reading unchanged, and counts its characters', () => {
    fc.assert(
      fc.property(fc.array(block.block, { maxLength: 4 }), content => {
        const value: RichText = { type: 'doc', content };
        const parsed = RichTextSchema.safeParse(value);
        fc.pre(parsed.success);
        expect(RichTextSchema.parse(JSON.parse(JSON.stringify(parsed.data)))).toEqual(parsed.data);
        const length = JSON.stringify(parsed.data).match(/"text":"/g)?.length ?? 0;
        expect(noteLength({ schema: 1, template: { id: 'x', version: 1 }, sections: [{ key: 'a', title: 'A', doc: parsed.data }] }) >= length).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the canonical record', () => {
  const content: NoteContent = { schema: 1, template: { id: 'visit', version: 1 }, sections: [{ key: 'status', title: 'Status', doc: richTextOf('Å\nä') }] };
  const record: NoteRecord = {
    format: 'klinikbok-note-1', noteId: 'n', patientId: 'p', clinic: 'c', no: 1, kind: 'final', noteType: 'visit', author: { id: 'a', name: 'Å', title: 'Läkare', hsaId: null },
    createdAt: '2026-11-22T09:00:00.000Z', eventTime: '2026-11-22T09:00:00.000Z', reason: null, replaces: null, content, previous: null, salt: '00',
  };
  it('is the same bytes whatever the order of its fields (RFC 8785)', () => {
    const reversed = Object.fromEntries(Object.entries(record).reverse()) as unknown as NoteRecord;
    expect(canonicalRecord(reversed)).toBe(canonicalRecord(record));
    expect(canonicalRecord(record).startsWith('{"author":{"hsaId":null,"id":"a","name":"Å","title":"Läkare"},"clinic":"c","content":')).toBe(true);
  });
  it('differs when anything it says differs', () => {
    const changed: Partial<NoteRecord>[] = [{ patientId: 'q' }, { eventTime: '2026-11-22T09:00:01.000Z' }, { reason: 'x' }, { previous: 'y' }, { salt: '01' }, { no: 2 }];
    expect(new Set([record, ...changed.map(change => ({ ...record, ...change }))].map(canonicalRecord)).size).toBe(changed.length + 1);
  });
});
