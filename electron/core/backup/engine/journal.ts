import { createHash } from 'node:crypto';
import { open, readFile, truncate } from 'node:fs/promises';

import * as z from 'zod';

import { Pack } from '#shared/domain/backup/manifest.ts';
import { PRINT_BYTES } from './page-check.ts';
import type { StoredPack } from './page-map.ts';

const Begin = z.strictObject({ machineId: z.string(), after: z.int(), rebase: z.boolean() });
const Stored = z.strictObject({ pack: Pack, numbers: z.string(), prints: z.string() });
export type JournalBegin = z.infer<typeof Begin>;

const digest = (json: string): string => createHash('sha256').update(json).digest('hex').slice(0, 16);
const asLine = (value: unknown): string => {
  const json = JSON.stringify(value);
  return `${digest(json)} ${json}\n`;
};

/** What a run that was cut off had already stored. */
export interface JournalContent {
  readonly begin: JournalBegin;
  readonly stored: readonly StoredPack[];
}

function decode(value: unknown): StoredPack | undefined {
  const parsed = Stored.safeParse(value);
  if (!parsed.success) return undefined;
  const bytes = Buffer.from(parsed.data.numbers, 'base64');
  const numbers = Uint32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4));
  const prints = Buffer.from(parsed.data.prints, 'base64');
  const fits = numbers.length === parsed.data.pack.pages && prints.length === numbers.length * PRINT_BYTES;
  return fits ? { pack: parsed.data.pack, numbers, prints } : undefined;
}

/** Reads the journal up to the first line that was not written completely, and cuts the rest off. */
export async function readJournal(file: string): Promise<JournalContent | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const values: unknown[] = [];
  let good = 0;
  while (good < text.length) {
    const end = text.indexOf('\n', good);
    const line = end === -1 ? '' : text.slice(good, end);
    const json = line.slice(17);
    if (end === -1 || line.slice(0, 16) !== digest(json)) break;
    values.push(JSON.parse(json));
    good = end + 1;
  }
  const begin = Begin.safeParse(values[0]);
  if (!begin.success) return undefined;
  if (good < text.length) await truncate(file, Buffer.byteLength(text.slice(0, good)));
  return { begin: begin.data, stored: values.slice(1).flatMap(value => decode(value) ?? []) };
}

async function append(file: string, flags: string, line: string): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await handle.writeFile(line);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Starts a journal over. */
export const beginJournal = (file: string, begin: JournalBegin): Promise<void> => append(file, 'w', asLine(begin));

function lineOf({ pack, numbers, prints }: StoredPack): string {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => bytes.writeUInt32LE(number, index * 4));
  return asLine({ pack, numbers: bytes.toString('base64'), prints: prints.toString('base64') });
}

/** Notes packs that are safely in the place; only then may a later run count on them. */
export const journalPacks = (file: string, stored: readonly StoredPack[]): Promise<void> => append(file, 'a', stored.map(lineOf).join(''));
