import type { InlineNode } from '../journal/inline.ts';
import type { BlockNode, ListItem } from '../journal/rich-text.ts';

/** What a phrase may fill in by itself, under the names people write in either language. */
const FILLS = {
  date: ['datum', 'date'],
  time: ['klockslag', 'tid', 'time'],
  patientName: ['patient.namn', 'patient.name'],
  patientAge: ['patient.ålder', 'patient.age'],
  author: ['behandlare', 'author'],
} as const;
export type FillName = keyof typeof FILLS;
export type Fills = Readonly<Partial<Record<FillName, string>>>;

const fillOf = (word: string): FillName | undefined => (Object.keys(FILLS) as FillName[]).find(name => (FILLS[name] as readonly string[]).includes(word.toLowerCase()));

/** `{{sida}}` is a gap to be filled in by hand; no braces and no line break inside, at most sixty characters. */
const GAP = /\{\{([^{}\n]{1,60})\}\}/g;

/** One line of a phrase: text, and a gap for every `{{…}}` that is no fill or whose fill is not known here. */
export function phraseLine(line: string, fills: Fills): InlineNode[] {
  const nodes: InlineNode[] = [];
  const push = (text: string): void => {
    const last = nodes.at(-1);
    if (text === '') return;
    if (last?.type === 'text') last.text += text;
    else nodes.push({ type: 'text', text });
  };
  let at = 0;
  for (const match of line.matchAll(GAP)) {
    push(line.slice(at, match.index));
    at = match.index + match[0].length;
    const label = (match[1] ?? '').trim();
    const name = fillOf(label);
    const fill = name === undefined ? undefined : fills[name];
    if (fill !== undefined) push(fill);
    else if (label === '') push(match[0]);
    else nodes.push({ type: 'field', attrs: { label } });
  }
  push(line.slice(at));
  return nodes;
}

/** The phrase as blocks of a note: a paragraph a line; lines that begin with `- ` or `* ` are a list. */
export function phraseBlocks(body: string, fills: Fills): BlockNode[] {
  const blocks: BlockNode[] = [];
  for (const line of body.replaceAll('\r\n', '\n').split('\n')) {
    const bullet = /^\s*[-*•] (.*)$/.exec(line);
    const content = phraseLine(bullet ? (bullet[1] ?? '') : line, fills);
    const paragraph: BlockNode = content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' };
    const last = blocks.at(-1);
    const item: ListItem = { type: 'listItem', content: [paragraph] };
    if (!bullet) blocks.push(paragraph);
    else if (last?.type === 'bulletList') last.content.push(item);
    else blocks.push({ type: 'bulletList', content: [item] });
  }
  return blocks;
}

/** The names of the gaps that somebody must fill in by hand, in order. */
export const gapsOf = (body: string): string[] =>
  [...body.matchAll(GAP)].map(match => (match[1] ?? '').trim()).filter(label => label !== '' && fillOf(label) === undefined);
