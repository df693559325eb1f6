import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A string nobody else would write, and what it stands for in a failure; the failure never shows the string. */
export interface Canary {
  readonly name: string;
  readonly text: string;
  /** For keys: the bytes themselves are looked for too. */
  readonly bytes?: Buffer;
}

interface Needle {
  readonly name: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** The part of a base64 text that does not depend on what stood before or after. */
function base64Forms(bytes: Buffer): Buffer[] {
  return [0, 1, 2].flatMap(before => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
    const inner = text.slice(before === 0 ? 0 : before + 1, text.length - ((before + bytes.length) % 3 === 0 ? 0 : 1));
    return [Buffer.from(inner), Buffer.from(inner.replaceAll('+', '-').replaceAll('/', '_'))];
  });
}

function needlesOf({ name, text, bytes }: Canary): Needle[] {
  const texts = [...new Set([text, text.toLowerCase(), text.normalize('NFD')])];
  const raw = [...texts.map(one => Buffer.from(one, 'utf8')), ...(bytes ? [bytes] : [])];
  const form = (label: string, found: readonly Buffer[]): Needle[] => found.map(one => ({ name, form: label, bytes: one }));
  return [
    ...form('plain', raw),
    ...form('utf-16le', texts.map(one => Buffer.from(one, 'utf16le'))),
    ...form('utf-16be', texts.map(one => Buffer.from(one, 'utf16le').swap16())),
    ...form('hex', raw.flatMap(one => [Buffer.from(one.toString('hex')), Buffer.from(one.toString('hex').toUpperCase())])),
    ...form('base64', raw.flatMap(base64Forms)),
  ];
}

/** Looks for canaries in bytes; answers which one in which form. */
export function canaryScanner(canaries: readonly Canary[]): {
  readonly inBytes: (bytes: Buffer, where: string) => string[];
  /** Every file below these folders. `files` and `bytes` say how much was read, so that an empty search is noticed. */
  readonly inFolders: (folders: readonly string[]) => { readonly hits: string[]; readonly files: number; readonly bytes: number };
} {
  const needles = canaries.flatMap(needlesOf);
  const inBytes = (bytes: Buffer, where: string) => [...new Set(needles.filter(needle => bytes.includes(needle.bytes)).map(needle => `${needle.name} as ${needle.form} in ${where}`))];
  return {
    inBytes,
    inFolders: folders => {
      const hits: string[] = [];
      let read = 0;
      const files = folders.flatMap(folder =>
        readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name)));
      for (const file of files) {
        const bytes = readIfThere(file);
        read += bytes.length;
        hits.push(...inBytes(bytes, file), ...inBytes(Buffer.from(file), `the name of ${path.extname(file)} file`));
      }
      return { hits, files: files.length, bytes: read };
    },
  };
}

/** A running browser deletes files while they are counted. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
