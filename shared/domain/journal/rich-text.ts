import * as z from 'zod';

import { InlineSchema, type InlineNode } from './inline.ts';

export type { AttachmentNode, CodeNode, CopiedMark, FieldNode, GivenNode, InlineNode, Mark, MeasurementNode, TextNode } from './inline.ts';

/**
 * The only blocks a note may hold (product.md decision 14): paragraphs and lists; what may stand in a line is in inline.ts.
 * The shape is what TipTap writes, so the editor needs no translation; everything else is refused at the border (H24).
 */
export type Paragraph = { type: 'paragraph'; content?: InlineNode[] | undefined };
export type ListItem = { type: 'listItem'; content: BlockNode[] };
export type BulletList = { type: 'bulletList'; content: ListItem[] };
export type OrderedList = { type: 'orderedList'; attrs?: { start: number } | undefined; content: ListItem[] };
export type BlockNode = Paragraph | BulletList | OrderedList;
export type RichText = { type: 'doc'; content: BlockNode[] };

/** Lists inside lists inside lists; deeper nesting is refused, so that no input can exhaust the stack. */
export const MAX_LIST_DEPTH = 4;
/** Paragraphs after one another under one heading; the editor refuses a paste that would make more. */
export const MAX_NODES_IN_A_ROW = 20_000;

const ParagraphSchema = z.strictObject({ type: z.literal('paragraph'), content: z.array(InlineSchema).max(MAX_NODES_IN_A_ROW).optional() });

// TipTap adds `type: null` to ordered lists; only a start other than 1 means anything.
const ListAttributes = z
  .strictObject({ start: z.int().min(0).max(100_000).optional(), type: z.null().optional() })
  .transform(({ start }) => (start === undefined || start === 1 ? undefined : { start }));

/** Built level by level instead of recursively: what nests too deep has no schema to match. */
function blocks(depth: number): z.ZodType<BlockNode, BlockNode> {
  if (depth === 0) return ParagraphSchema as z.ZodType<BlockNode, BlockNode>;
  const item = z.strictObject({ type: z.literal('listItem'), content: z.array(blocks(depth - 1)).min(1).max(MAX_NODES_IN_A_ROW) });
  const items = z.array(item).min(1).max(MAX_NODES_IN_A_ROW);
  const bullet = z.strictObject({ type: z.literal('bulletList'), content: items });
  const ordered = z.strictObject({ type: z.literal('orderedList'), attrs: ListAttributes.optional(), content: items });
  return z.union([ParagraphSchema, bullet, ordered]) as unknown as z.ZodType<BlockNode, BlockNode>;
}

export const RichTextSchema: z.ZodType<RichText, RichText> = z.strictObject({
  type: z.literal('doc'),
  content: z.array(blocks(MAX_LIST_DEPTH)).max(MAX_NODES_IN_A_ROW),
});

/** An empty section, ready for typing. */
export const emptyRichText = (): RichText => ({ type: 'doc', content: [{ type: 'paragraph' }] });

/** Plain sentences as rich text: one paragraph a line. */
export function richTextOf(text: string): RichText {
  const paragraphs = text.split('\n').map((line): Paragraph => (line === '' ? { type: 'paragraph' } : { type: 'paragraph', content: [{ type: 'text', text: line }] }));
  return { type: 'doc', content: paragraphs };
}
