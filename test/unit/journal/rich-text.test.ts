import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_NOTE_CHARACTERS, NoteContentSchema, noteLength, type NoteContent } from '#shared/domain/journal/note-content.ts';
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

  it.each([
    ['a script', doc({ type: 'script', content: [] })], ['a link', doc(paragraph({ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }))],
    ['an image', doc({ type: 'image', attrs: { src: 'x', onerror: 'y' } })], ['a heading', doc({ type: 'heading', attrs: { level: 1 } })],
    ['an unknown attribute', doc({ type: 'paragraph', attrs: { style: 'x' } })], ['an empty list', doc({ type: 'bulletList', content: [] })],
    ['lists nested too deep', doc(nested(MAX_LIST_DEPTH + 1))], ['lists nested without end', doc(nested(2_000))], ['a text that is no document', 'hej'],
  ])('is never %s (H24)', (_name, value) => {
    expect(NoteContentSchema.safeParse(note(value)).success).toBe(false);
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
