import { parse } from 'csv-parse/sync';

import { IMPORT_SEPARATORS, type ImportEncoding, type ImportSeparator } from '#shared/domain/patients/import.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { decode, detectEncoding } from './encoding.ts';

const MAX_ROWS = 100_000;
const MAX_COLUMNS = 200;
/** Reading stops here: header, rows and as many blank lines. */
const MAX_RECORDS = MAX_ROWS * 2;
/** A record longer than this is a quote that was never closed, or no table at all. */
const MAX_RECORD = 100_000;

export interface CsvFile {
  readonly bytes: Uint8Array;
  readonly encoding: ImportEncoding | null;
  readonly separator: ImportSeparator | null;
}
export interface CsvTable {
  readonly encoding: ImportEncoding;
  readonly separator: ImportSeparator;
  readonly headers: string[];
  readonly rows: string[][];
  readonly lines: number[];
}

/** Reads a CSV file; encoding and separator are detected unless given. Errors: import.unreadable, import.tooLarge. */
export function readCsv(file: CsvFile): CsvTable {
  const encoding = file.encoding ?? detectEncoding(file.bytes);
  const text = decode(file.bytes, encoding);
  const separator = file.separator ?? detectSeparator(text);
  const records = recordsOf(text, separator);
  const table = { headers: [] as string[], rows: [] as string[][], lines: [] as number[] };
  let line = 1;
  for (const record of records) {
    const begins = line;
    line += 1 + record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    if (record.every(cell => cell.trim() === '')) continue;
    if (table.headers.length === 0) table.headers = record.map(cell => cell.trim());
    else {
      table.rows.push(record);
      table.lines.push(begins);
    }
  }
  if (table.rows.length > MAX_ROWS || records.length >= MAX_RECORDS || table.headers.length > MAX_COLUMNS) throw new AppError('import.tooLarge');
  if (table.headers.length < 2) throw new AppError('import.unreadable');
  return { encoding, separator, ...table };
}

/** The file's records, cells as text; quoted line breaks stay inside their cell. Errors: import.unreadable. */
export function recordsOf(text: string, separator: ImportSeparator): string[][] {
  try {
    return parse(text, {
      delimiter: separator, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true, skip_empty_lines: false, max_record_size: MAX_RECORD, to: MAX_RECORDS,
    });
  } catch (cause) {
    throw new AppError('import.unreadable', {}, cause);
  }
}

/** The separator that divides the first lines into the most columns, equally many on each. */
export function detectSeparator(text: string): ImportSeparator {
  const sample = text.slice(0, 20_000).split(/\r\n|\r|\n/).filter(line => line.trim() !== '').slice(0, 10);
  const [header = ''] = sample;
  const scored = IMPORT_SEPARATORS.map(separator => {
    const columns = outsideQuotes(header, separator);
    const agreeing = sample.filter(line => outsideQuotes(line, separator) === columns).length;
    return { separator, score: columns === 0 ? 0 : columns + agreeing / 100 };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).separator;
}

function outsideQuotes(line: string, separator: string): number {
  return line.replaceAll(/"(?:[^"]|"")*"/g, '').split(separator).length - 1;
}
