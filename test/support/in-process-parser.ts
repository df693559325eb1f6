import type { ForeignFileParser } from '#electron/core/ports/foreign-file-parser.ts';
import { readCodeFile } from '#electron/import-worker/code-file/read-code-file.ts';
import { readCsv } from '#electron/import-worker/csv-table.ts';

/** The import worker's own code without the process around it. */
export const inProcessParser: ForeignFileParser = { parseCsv: async file => readCsv(file), parseCodes: async bytes => readCodeFile(bytes) };
