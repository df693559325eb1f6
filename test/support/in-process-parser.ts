import type { ForeignFileParser } from '#electron/core/ports/foreign-file-parser.ts';
import { readCsv } from '#electron/import-worker/csv-table.ts';

/** The import worker's own code without the process around it. */
export const inProcessParser: ForeignFileParser = { parseCsv: async file => readCsv(file) };
