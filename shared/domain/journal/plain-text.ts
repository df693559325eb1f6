import type { NoteContent } from './note-content.ts';
import { inlineToPlain, type InlineNode } from './inline.ts';
import type { BlockNode, RichText } from './rich-text.ts';

const inlineText = (nodes: readonly InlineNode[] = []): string => nodes.map(inlineToPlain).join('');

function blockLines(block: BlockNode, indent: string): string[] {
  if (block.type === 'paragraph') return [indent + inlineText(block.content)];
  const first = block.type === 'orderedList' ? (block.attrs?.start ?? 1) : null;
  return block.content.flatMap((item, index) => {
    const sign = first === null ? '• ' : `${first + index}. `;
    return item.content.flatMap((inner, at) => {
      const lines = blockLines(inner, inner.type === 'paragraph' ? '' : `${indent}  `);
      return inner.type === 'paragraph' ? lines.map(line => indent + (at === 0 ? sign : '  ') + line) : lines;
    });
  });
}

/** The words of one section, a line per paragraph, lists with their signs; empty lines are left out. */
export const richTextToPlain = (doc: RichText): string => doc.content.flatMap(block => blockLines(block, '')).join('\n').replace(/\n[\s]*\n/g, '\n').trim();

/** The whole note as a person would read it aloud: heading, its text, an empty line; empty headings are left out. For search and previews. */
export function noteToPlain(content: NoteContent): string {
  return content.sections
    .map(section => ({ title: section.title, text: richTextToPlain(section.doc) }))
    .filter(section => section.text !== '')
    .map(section => `${section.title}\n${section.text}`)
    .join('\n\n');
}
