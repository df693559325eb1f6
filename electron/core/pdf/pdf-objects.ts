/** The parts of a PDF as our own printing writes it: plain objects, one cross-reference table, no object streams. */
export interface PdfParts {
  /** Each object's text between `N 0 obj` and `endobj`, bytes as Latin-1. */
  readonly objects: ReadonlyMap<number, string>;
  /** One more than the highest object number. */
  readonly size: number;
  /** Where its cross-reference table begins. */
  readonly xref: number;
  /** The trailer's other entries: root, information, identity. */
  readonly trailer: string;
}

const ENTRY_BYTES = 20;

/** Reads a PDF that document.ts has made; anything else is a mistake of ours and throws. */
export function readParts(pdf: Uint8Array): PdfParts {
  const text = Buffer.from(pdf).toString('latin1');
  const xref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
  const table = /^xref\n0 (\d+)\n/.exec(text.slice(xref, xref + 40));
  if (!table) throw new Error('not a PDF of our own printing');
  const size = Number(table[1]);
  const first = xref + table[0].length;
  const objects = new Map<number, string>();
  for (let id = 1; id < size; id += 1) {
    const at = Number(text.slice(first + id * ENTRY_BYTES, first + id * ENTRY_BYTES + 10));
    const head = `${id} 0 obj`;
    const stream = endOfStream(text, at);
    const end = text.indexOf('endobj', stream);
    if (!text.startsWith(head, at) || end < 0) throw new Error('not a PDF of our own printing');
    objects.set(id, text.slice(at + head.length, end).trim());
  }
  return { objects, size, xref, trailer: /trailer\n<<\n([\s\S]*?)\n>>/.exec(text.slice(first + size * ENTRY_BYTES))?.[1]?.replace(/\/Size \d+\n/, '') ?? '' };
}

/** What stands in a stream may look like the end of an object: its length says where it really ends. */
function endOfStream(text: string, at: number): number {
  const begins = /stream\r?\n|endobj/g;
  begins.lastIndex = at;
  const begin = begins.exec(text);
  if (!begin || begin[0] === 'endobj') return at;
  const length = Number(/\/Length (\d+)/.exec(text.slice(at, begin.index))?.[1]);
  return begins.lastIndex + length;
}

/** The object numbers a dictionary names. */
export const namedIn = (object: string): number[] => [...dictionaryOf(object).matchAll(/(\d+) 0 R/g)].map(match => Number(match[1]));

/** The object with every number it names passed through `to`; what stands in a stream stays. */
export function renumbered(object: string, to: (id: number) => number): string {
  const dictionary = dictionaryOf(object);
  return dictionary.replaceAll(/(\d+) 0 R/g, (_whole, id: string) => `${to(Number(id))} 0 R`) + object.slice(dictionary.length);
}

function dictionaryOf(object: string): string {
  const stream = object.search(/stream\r?\n/);
  return stream < 0 ? object : object.slice(0, stream);
}

/** The same file with further and newer objects behind it. What was there before stays byte for byte, as an incremental update (ISO 32000-1, 7.5.6). */
export function appended(pdf: Uint8Array, { size, xref, trailer }: PdfParts, newer: ReadonlyMap<number, string>): Uint8Array {
  let text = '\n';
  const places = [...newer].sort(([a], [b]) => a - b).map(([id, object]) => {
    const at = pdf.length + text.length;
    text += `${id} 0 obj\n${object}\nendobj\n`;
    return `${id} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = pdf.length + text.length;
  const highest = Math.max(size, ...[...newer.keys()].map(id => id + 1));
  text += `xref\n0 1\n0000000000 65535 f \n${places.join('')}trailer\n<<\n/Size ${highest}\n/Prev ${xref}\n${trailer}\n>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(text, 'latin1')]);
}
