import { COLOURS } from './colours.ts';
import { openPrintDocument } from './document.ts';
import { appended, namedIn, readParts, renumbered, type PdfParts } from './pdf-objects.ts';

export interface Stamp {
  /** What stands above every page, on one line. */
  readonly text: string;
  readonly language: string;
  readonly at: Date;
}

/** Above the head of a page and above a letterhead: nothing of the page lies there. */
const BOX = { y: 10, height: 24 } as const;
const FORM = 'KbStamp';

/**
 * The same pages with a line in a box above each of them. The file given is the beginning of the new one byte for byte, so
 * that whatever signs it can still be checked; fonts are embedded, and PDF/A stays PDF/A. Only for PDFs of our own printing.
 */
export async function stampPages(pdf: Uint8Array, stamp: Stamp): Promise<Uint8Array> {
  const [parts, drawn] = [readParts(pdf), readParts(await drawStamp(stamp))];
  const newer = new Map<number, string>();
  const form = addForm(newer, parts, drawn);
  const [before, after] = [nextId(newer, parts), nextId(newer, parts) + 1];
  newer.set(before, streamOf('q'));
  newer.set(after, streamOf(`Q q /${FORM} Do Q`));
  for (const [id, object] of parts.objects) {
    if (!/\/Type \/Page\s/.test(object)) continue;
    const [content, resources] = [/\/Contents (\d+) 0 R/.exec(object), /\/Resources (\d+) 0 R/.exec(object)];
    const named = parts.objects.get(Number(resources?.[1]));
    if (!content || named === undefined) throw new Error('not a page of our own printing');
    newer.set(id, object.replace(content[0], `/Contents [${before} 0 R ${content[1]} 0 R ${after} 0 R]`));
    newer.set(Number(resources?.[1]), withForm(named, form));
  }
  return appended(pdf, parts, newer);
}

const nextId = (newer: ReadonlyMap<number, string>, { size }: PdfParts): number => Math.max(size, ...[...newer.keys()].map(id => id + 1));
const streamOf = (operators: string): string => `<<\n/Length ${operators.length}\n>>\nstream\n${operators}\nendstream`;
const withForm = (resources: string, form: number): string =>
  resources.includes('/XObject <<') ? resources.replace('/XObject <<', `/XObject <<\n/${FORM} ${form} 0 R`) : resources.replace('<<', `<<\n/XObject <<\n/${FORM} ${form} 0 R\n>>`);

/** One empty page with the box on it, made like every print. */
async function drawStamp({ text, language, at }: Stamp): Promise<Uint8Array> {
  const doc = openPrintDocument({ title: text, author: 'Klinikbok', language, createdAt: at, frame: null });
  const { canvas } = doc;
  const box = { x: canvas.left, y: BOX.y, width: canvas.width, height: BOX.height };
  canvas.fill(box, COLOURS.warningTint);
  canvas.fill({ ...box, width: 4 }, COLOURS.warning);
  canvas.write(text, { x: box.x + 12, y: BOX.y + 6, width: box.width - 20, height: 13, font: 'bold', size: 9, colour: COLOURS.warning });
  return (await doc.finish()).pdf;
}

/** The stamp's page as a form of the other file, with the fonts it needs. Returns its number there. */
function addForm(newer: Map<number, string>, parts: PdfParts, drawn: PdfParts): number {
  const page = [...drawn.objects.values()].find(object => /\/Type \/Page\s/.test(object)) ?? '';
  const [content, resources] = [/\/Contents (\d+) 0 R/, /\/Resources (\d+) 0 R/].map(entry => Number(entry.exec(page)?.[1])) as [number, number];
  const box = /\/MediaBox (\[[^\]]+\])/.exec(page)?.[1] ?? '';
  const to = (id: number): number => id + parts.size;
  const taken = new Set<number>();
  const take = (id: number): void => {
    if (taken.has(id)) return;
    taken.add(id);
    for (const named of namedIn(drawn.objects.get(id) ?? '')) take(named);
  };
  take(resources);
  for (const id of taken) newer.set(to(id), renumbered(drawn.objects.get(id) ?? '', to));
  const drawing = drawn.objects.get(content) ?? '';
  newer.set(to(content), drawing.replace('<<', `<<\n/Type /XObject\n/Subtype /Form\n/BBox ${box}\n/Resources ${to(resources)} 0 R`));
  return to(content);
}
