import * as z from 'zod';

import { IMPORT_ENCODINGS, IMPORT_SEPARATORS } from '#shared/domain/patients/import.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { parentChannel } from '../wire/channel.ts';
import { createRpc } from '../wire/rpc.ts';
import { readCodeFile } from './code-file/read-code-file.ts';
import { readCsv } from './csv-table.ts';

const Run = z.discriminatedUnion('job', [
  z.strictObject({
    job: z.literal('csv'),
    args: z.strictObject({ bytes: z.instanceof(Uint8Array), encoding: z.enum(IMPORT_ENCODINGS).nullable(), separator: z.enum(IMPORT_SEPARATORS).nullable() }),
  }),
  z.strictObject({ job: z.literal('codes'), args: z.strictObject({ bytes: z.instanceof(Uint8Array) }) }),
]);

// One job, then the supervisor ends this process; it holds no key and opens no file.
createRpc(parentChannel(), {
  methods: {
    run: raw => {
      const parsed = Run.safeParse(raw);
      if (!parsed.success) throw new AppError('import.unreadable');
      return parsed.data.job === 'codes' ? readCodeFile(parsed.data.args.bytes) : readCsv(parsed.data.args);
    },
  },
});
