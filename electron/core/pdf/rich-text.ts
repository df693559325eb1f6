import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { richTextToPlain } from '#shared/domain/journal/plain-text.ts';
import type { BlockNode, InlineNode, RichText } from '#shared/domain/journal/rich-text.ts';
import { COLOURS, type PrintDocument, type Run, type TextStyle } from './document.ts';

function runsOf(nodes: readonly InlineNode[] = []): Run[] {
  return nodes.map(node => {
    if (node.type === 'hardBreak') return { text: '\n', font: 'regular' };
    const bold = node.marks?.some(mark => mark.type === 'bold') ?? false;
    const italic = node.marks?.some(mark => mark.type === 'italic') ?? false;
    return { text: node.text, font: bold && italic ? 'boldItalic' : bold ? 'bold' : italic ? 'italic' : 'regular' };
  });
}

function printBlock(doc: PrintDocument, block: BlockNode, style: TextStyle, sign: string): void {
  if (block.type === 'paragraph') {
    const runs = runsOf(block.content);
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

/** One section's text as it was written: paragraphs, bold, italic and lists. */
export function printRichText(doc: PrintDocument, text: RichText, style: TextStyle = {}): void {
  for (const block of text.content) printBlock(doc, block, style, '');
}

/** All filled sections of a note under their headings. */
export function printSections(doc: PrintDocument, content: NoteContent, style: TextStyle = {}): void {
  for (const section of content.sections) {
    if (richTextToPlain(section.doc) === '') continue;
    doc.keepTogether(40);
    doc.paragraph(section.title, { ...style, font: 'bold', size: 9, colour: COLOURS.muted, gapAfter: 1 });
    printRichText(doc, section.doc, style);
    doc.gap(4);
  }
}
