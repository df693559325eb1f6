import * as z from 'zod';

import { CodeFile } from '#shared/domain/codes/code-file.ts';
import { IMPORT_ENCODINGS, IMPORT_SEPARATORS } from '#shared/domain/patients/import.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ForeignFileParser } from '../../ports/foreign-file-parser.ts';

/** What comes back passed through a process that read a foreign file, so it is checked before use. */
const Table = z
  .strictObject({
    encoding: z.enum(IMPORT_ENCODINGS), separator: z.enum(IMPORT_SEPARATORS), headers: z.array(z.string()).max(200),
    rows: z.array(z.array(z.string())).max(100_000), lines: z.array(z.int().min(1)),
  })
  .refine(table => table.rows.length === table.lines.length);

/** Foreign files through the import worker; `run` is the supervisor's `worker.run`. */
export function importWorkerParser(run: (job: string, args: unknown) => Promise<unknown>): ForeignFileParser {
  const ask = async <T>(answer: z.ZodType<T>, job: string, args: unknown): Promise<T> => {
    try {
      return answer.parse(await run(job, args));
    } catch (cause) {
      if (cause instanceof AppError && cause.code.startsWith('import.')) throw cause;
      throw new AppError('import.workerFailed', {}, cause);
    }
  };
  return {
    parseCsv: file => ask(Table, 'csv', file),
    parseCodes: bytes => ask(CodeFile, 'codes', { bytes }),
  };
}
