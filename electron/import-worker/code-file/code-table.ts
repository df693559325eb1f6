import type { CodeFile } from '#shared/domain/codes/code-file.ts';
import { fold } from '#shared/domain/patients/fold.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { detectSeparator, recordsOf } from '../csv-table.ts';
import { levelOf, levelOfName } from './code-level.ts';
import { gatherCodes, type FoundCode } from './gathered-codes.ts';

type Field = Exclude<keyof FoundCode, 'line' | 'level'> | 'levelName' | 'more';

/** Column names of the files of Socialstyrelsen and E-hälsomyndigheten (kodtextfiler) and their likes, folded to letters. */
const COLUMNS: Readonly<Record<Field, readonly string[]>> = {
  code: ['kod', 'code', 'kode'],
  text: ['titel', 'kodtext', 'text', 'title', 'benamning', 'klartext', 'tittel', 'label', 'name'],
  parent: ['overordnadkod', 'parent', 'parentcode', 'superordinatecode'],
  validFrom: ['giltigfrom', 'giltigfran', 'gallerfran', 'validfrom', 'fromdatum', 'from'],
  validTo: ['giltigtom', 'giltigtill', 'gallertill', 'validto', 'tomdatum', 'till', 'to', 'upphord'],
  includes: ['innefattar', 'includes', 'inklusive'],
  excludes: ['utesluter', 'excludes', 'exklusive'],
  more: ['beskrivning', 'description', 'exempel', 'anmarkning'],
  levelName: ['kodnivakodspecifikation', 'kodniva', 'niva', 'level'],
};
const FIELD_BY_NAME = new Map(Object.entries(COLUMNS).flatMap(([field, names]) => names.map(name => [name, field as Field] as const)));

const fieldOf = (header: string): Field | undefined => FIELD_BY_NAME.get(fold(header).replaceAll(/[^a-z]/g, ''));

/** A list of codes as separated text: with a header as the authorities write it, or code and text alone. Errors: import.unreadable. */
export function readCodeTable(text: string): CodeFile {
  const records = recordsOf(text, detectSeparator(text));
  const at = records.findIndex(record => record.some(cell => cell.trim() !== ''));
  const header = (records[at] ?? []).map(fieldOf);
  const isTable = header.includes('code') && header.includes('text');
  const gathered = gatherCodes();
  let line = 1;
  for (const [index, record] of records.entries()) {
    const begins = line;
    line += 1 + record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    if (record.every(cell => cell.trim() === '') || (isTable && index <= at)) continue;
    gathered.add(isTable ? fromTable(record, header, begins) : fromList(record, begins));
  }
  const { codes, problems } = gathered.finish();
  if (codes.length === 0) throw new AppError('import.unreadable');
  return { format: isTable ? 'table' : 'list', codes, problems, title: null, edition: null };
}

function fromTable(record: readonly string[], header: readonly (Field | undefined)[], line: number): FoundCode {
  const cells = (field: Field): string => record.filter((_, column) => header[column] === field).map(cell => cell.trim()).filter(cell => cell !== '').join(' ');
  const code = cells('code');
  return {
    line, code, text: cells('text'), level: levelOfName(cells('levelName'), code), parent: cells('parent'), validFrom: cells('validFrom'), validTo: cells('validTo'),
    includes: [cells('more'), cells('includes')].filter(Boolean).join('\n'), excludes: cells('excludes'),
  };
}

/** Without header: the first column is the code, the next that says anything its text, what follows describes it. */
function fromList(record: readonly string[], line: number): FoundCode {
  const [code = '', ...rest] = record.map(cell => cell.trim());
  const [text = '', ...notes] = rest.filter(cell => cell !== '');
  return { line, code, text, level: levelOf(code), parent: '', validFrom: '', validTo: '', includes: notes.join(' '), excludes: '' };
}
