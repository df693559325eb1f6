import { CODE_FILE_MAX_BYTES, type CodeFile } from '#shared/domain/codes/code-file.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { decode, detectEncoding } from '../encoding.ts';
import { readClaml } from './claml.ts';
import { readCodeTable } from './code-table.ts';

/** Reads an authority's code file, whichever of its three forms it has. Errors: import.unreadable, import.tooLarge. */
export function readCodeFile(bytes: Uint8Array): CodeFile {
  if (bytes.length > CODE_FILE_MAX_BYTES) throw new AppError('import.tooLarge');
  const text = decode(bytes, detectEncoding(bytes));
  return /^\s*</.test(text) ? readClaml(text) : readCodeTable(text);
}
