import * as z from 'zod';

/** Text taken from an earlier note and not touched since: a reader must be able to tell it from what was written now. */
export type CopiedMark = { type: 'copied'; attrs: { noteId: string; date: string } };
export type Mark = { type: 'bold' } | { type: 'italic' } | CopiedMark;
type Marked = { marks?: Mark[] | undefined };

export type TextNode = { type: 'text'; text: string } & Marked;
/** A value with its unit as typed: "135/85" mmHg. `kind` is a key of MEASUREMENTS, or `custom`. */
export type MeasurementNode = { type: 'measurement'; attrs: { kind: string; label: string; value: string; unit: string } } & Marked;
/** A code with its words as they were shown when it was chosen (K-20). */
export type CodeNode = { type: 'code'; attrs: { system: string; version: string; code: string; text: string } } & Marked;
/** A gap of a phrase that is still to be filled in; a note that has one cannot be signed. */
export type FieldNode = { type: 'field'; attrs: { label: string } } & Marked;
/** A file of the patient's journal: which one, exactly which bytes (SHA-256), and its name and day as they were when it was put there (K-24). */
export type AttachmentNode = { type: 'attachment'; attrs: { id: string; sha256: string; title: string; date: string } } & Marked;
/** Something given, as it was recorded: product, and amount, place and batch in words. Documentation, nothing is reckoned from it (K-22). */
export type GivenNode = { type: 'given'; attrs: { id: string; product: string; details: string; batch: string; date: string } } & Marked;
export type InlineNode = TextNode | { type: 'hardBreak' } | MeasurementNode | CodeNode | FieldNode | AttachmentNode | GivenNode;

/** Longest stretch of text in one style; the note's own limit is the same (H22). */
const MAX_TEXT = 500_000;

// C0 controls and lone surrogates are no text and break PDF, XML and JCS; everything else a person can type or paste is kept (H20–H23).
const NOT_TEXT = /[\u0000-\u0008\u000E-\u001F\u007F\p{Surrogate}]/gu;
const cleanText = (text: string): string => text.replace(/[\u000B\u000C]/g, ' ').replace(NOT_TEXT, '\uFFFD');
const words = (min: number, max: number) => z.string().min(min).max(max).transform(cleanText);

const MarkSchema = z.union([
  z.strictObject({ type: z.literal('bold') }),
  z.strictObject({ type: z.literal('italic') }),
  z.strictObject({ type: z.literal('copied'), attrs: z.strictObject({ noteId: z.uuid(), date: z.iso.date() }) }),
]);
const marks = z.array(MarkSchema).max(3).optional();

const Text = z.strictObject({ type: z.literal('text'), text: words(1, MAX_TEXT), marks });
// The editor may hang marks on a line break inside bold text; they mean nothing there.
const HardBreak = z.strictObject({ type: z.literal('hardBreak'), marks }).transform(() => ({ type: 'hardBreak' }) as const);
const Measurement = z.strictObject({
  type: z.literal('measurement'), marks,
  attrs: z.strictObject({ kind: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), label: words(1, 60), value: words(1, 60), unit: words(0, 20) }),
});
const Code = z.strictObject({
  type: z.literal('code'), marks,
  attrs: z.strictObject({ system: words(1, 40), version: words(0, 40), code: words(1, 40), text: words(0, 400) }),
});
const Field = z.strictObject({ type: z.literal('field'), marks, attrs: z.strictObject({ label: words(1, 60) }) });

const Attachment = z.strictObject({
  type: z.literal('attachment'), marks,
  attrs: z.strictObject({ id: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/), title: words(1, 300), date: z.iso.date() }),
});
const Given = z.strictObject({
  type: z.literal('given'), marks,
  attrs: z.strictObject({ id: z.uuid(), product: words(1, 200), details: words(0, 300), batch: words(0, 60), date: z.iso.date() }),
});

/** What may stand in a line of a note; everything else is refused at the border (H24). */
export const InlineSchema = z.discriminatedUnion('type', [Text, HardBreak, Measurement, Code, Field, Attachment, Given]) as unknown as z.ZodType<InlineNode, InlineNode>;

const joined = (...parts: string[]): string => parts.filter(part => part !== '').join(' ');

/** "Blodtryck 135/85 mmHg"; a unit of percent stands after a space as SI has it. */
export const measurementText = ({ label, value, unit }: MeasurementNode['attrs']): string => joined(label, value, unit);
/** "ICD-10-SE M54.5 Lumbago". */
export const codeText = ({ system, code, text }: CodeNode['attrs']): string => joined(system, code, text);
/** "[sida]". */
export const fieldText = ({ label }: FieldNode['attrs']): string => `[${label}]`;
/** "Bild: rygg 2026-11-20". */
export const attachmentText = ({ title, date }: AttachmentNode['attrs']): string => joined(title, date);
/** "Botox 20 E, panna, sats C1234 2026-11-22". */
export const givenText = ({ product, details, date }: GivenNode['attrs']): string => joined(product, details, date);

/** What stands in the line, as words: what search, previews and reading aloud use. */
export function inlineToPlain(node: InlineNode): string {
  switch (node.type) {
    case 'text': return node.text;
    case 'hardBreak': return '\n';
    case 'measurement': return measurementText(node.attrs);
    case 'code': return codeText(node.attrs);
    case 'field': return fieldText(node.attrs);
    case 'attachment': return attachmentText(node.attrs);
    case 'given': return givenText(node.attrs);
  }
}

/** How much somebody has written there, in UTF-16 units; a gap not filled in counts as nothing. */
export const inlineLength = (node: InlineNode): number => (node.type === 'hardBreak' || node.type === 'field' ? 0 : inlineToPlain(node).length);
