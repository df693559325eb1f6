import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { inlineToPlain, type InlineNode, type Mark } from '#shared/domain/journal/inline.ts';
import { richTextToPlain } from '#shared/domain/journal/plain-text.ts';
import type { BlockNode, RichText } from '#shared/domain/journal/rich-text.ts';
import { COLOURS, type PrintDocument, type Run, type TextStyle } from './document.ts';

/** How a note's text is printed. `copied` words the date of text that was copied from an earlier note and left untouched. */
export interface NoteStyle extends TextStyle {
  readonly copied?: (date: string) => string;
}

function fontOf(node: InlineNode): Run['font'] {
  if (node.type === 'hardBreak') return 'regular';
  const has = (type: Mark['type']): boolean => node.marks?.some(mark => mark.type === type) ?? false;
  const [bold, italic] = [has('bold'), has('italic')];
  return bold && italic ? 'boldItalic' : bold ? 'bold' : italic ? 'italic' : 'regular';
}

const copiedDate = (node: InlineNode | undefined): string | null => {
  const mark = node === undefined || node.type === 'hardBreak' ? undefined : node.marks?.find(one => one.type === 'copied');
  return mark?.type === 'copied' ? mark.attrs.date : null;
};

/** What stands in a line, with the origin of copied text said after each stretch of it. */
function runsOf(nodes: readonly InlineNode[] = [], copied: (date: string) => string = date => date): Run[] {
  return nodes.flatMap((node, at): Run[] => {
    const run: Run = { text: inlineToPlain(node), font: fontOf(node) };
    const date = copiedDate(node);
    return date === null || copiedDate(nodes[at + 1]) === date ? [run] : [run, { text: ` (${copied(date)})`, font: 'italic' }];
  });
}

function printBlock(doc: PrintDocument, block: BlockNode, style: NoteStyle, sign: string): void {
  if (block.type === 'paragraph') {
    const runs = runsOf(block.content, style.copied);
    doc.paragraph(sign === '' ? runs : [{ text: sign, font: 'regular' }, ...runs], style);
    return;
  }
  const first = block.type === 'orderedList' ? (block.attrs?.start ?? 1) : null;
  for (const [index, item] of block.content.entries()) {
    const itemSign = first === null ? '•  ' : `${first + index}.  `;
    for (const [at, inner] of item.content.entries()) {
      printBlock(doc, inner, { ...style, indent: (style.indent ?? 0) + 14, gapAfter: 2 }, at === 0 && inner.type === 'paragraph' ? itemSign : '');
    }
  }
}

/** One section's text as it was written: paragraphs, bold, italic, lists, measurements and codes. */
export function printRichText(doc: PrintDocument, text: RichText, style: NoteStyle = {}): void {
  for (const block of text.content) printBlock(doc, block, style, '');
}

/** All filled sections of a note under their headings. */
export function printSections(doc: PrintDocument, content: NoteContent, style: NoteStyle = {}): void {
  for (const section of content.sections) {
    if (richTextToPlain(section.doc) === '') continue;
    doc.keepTogether(40);
    doc.paragraph(section.title, { ...style, font: 'bold', size: 9, colour: COLOURS.muted, gapAfter: 1 });
    printRichText(doc, section.doc, style);
    doc.gap(4);
  }
}
