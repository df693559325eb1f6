import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { RestorePlace } from '#shared/contract/restore.ts';

export interface Options {
  readonly place: RestorePlace;
  readonly also: RestorePlace | undefined;
  readonly to: string | undefined;
  readonly kit: string | undefined;
  readonly card: boolean;
  readonly cardProfile: string;
  readonly list: boolean;
  readonly generation: number | undefined;
  readonly machine: string | undefined;
  readonly receipt: string | undefined;
  readonly persons: readonly [string, string] | undefined;
  readonly missing: string | undefined;
}

const OPTIONS = {
  from: { type: 'string' }, 'server-sheet': { type: 'string' }, also: { type: 'string' }, to: { type: 'string' }, kit: { type: 'string' }, card: { type: 'boolean' },
  'card-profile': { type: 'string' }, list: { type: 'boolean' }, generation: { type: 'string' }, machine: { type: 'string' }, receipt: { type: 'string' },
  'confirmed-by': { type: 'string', multiple: true }, missing: { type: 'string' },
} as const;

const sheetIn = (file: string): RestorePlace => ({ kind: 'server', sheet: readFileSync(file, 'utf8') });
const folderAt = (folder: string): RestorePlace => ({ kind: 'folder', path: path.resolve(folder) });
/** A folder is a place; a file is the sheet of one. */
const placeAt = (name: string): RestorePlace => (existsSync(name) && statSync(name).isFile() ? sheetIn(name) : folderAt(name));

function personsIn(names: readonly string[] | undefined): readonly [string, string] | undefined {
  const [first, second] = names ?? [];
  return first === undefined || second === undefined ? undefined : [first, second];
}

const pathOf = (name: string | undefined): string | undefined => (name === undefined ? undefined : path.resolve(name));
const textOf = (value: string | undefined): string | undefined => (value !== undefined && existsSync(value) ? readFileSync(value, 'utf8') : value);

function fits(values: { from?: string; 'server-sheet'?: string; kit?: string; card?: boolean; to?: string; list?: boolean }): boolean {
  const onePlace = (values.from === undefined) !== (values['server-sheet'] === undefined);
  const oneKey = (values.kit === undefined) === (values.card === true);
  return onePlace && oneKey && (values.to !== undefined || values.list === true);
}

/** What was asked for on the command line; undefined when it does not fit together. */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({ args, strict: true, options: OPTIONS });
  if (!fits(values)) return undefined;
  const { from = '', 'server-sheet': sheet, kit, card = false, list = false, generation, also, machine } = values;
  return {
    place: sheet === undefined ? folderAt(from) : sheetIn(sheet), also: also === undefined ? undefined : placeAt(also), to: pathOf(values.to), kit, card, list, machine,
    cardProfile: values['card-profile'] ?? 'netid', generation: generation === undefined ? undefined : Number(generation), receipt: textOf(values.receipt),
    persons: personsIn(values['confirmed-by']), missing: pathOf(values.missing),
  };
}
