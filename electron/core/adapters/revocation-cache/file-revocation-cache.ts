import { join } from 'node:path';

import * as z from 'zod';

import { readIfThere, writeDurably } from '../../clinic/durable-file.ts';
import type { RevocationCache } from '../../security/pki/revocation-types.ts';

const Good = z.strictObject({ at: z.iso.datetime(), source: z.enum(['ocsp', 'crl']) });
const NAME = /^[0-9a-f]{64}$/;

/** Good answers and revocation lists in a folder: authorities' public data and certificate fingerprints, nothing else. */
export function fileRevocationCache(folder: string): RevocationCache {
  const file = (fingerprint: string, ending: string) => {
    if (!NAME.test(fingerprint)) throw new Error('not a fingerprint');
    return join(folder, `${fingerprint}.${ending}`);
  };
  return {
    readGood: async key => {
      const text = await readIfThere(file(key, 'json'));
      const parsed = text === null ? undefined : Good.safeParse(JSON.parse(text));
      return parsed?.success ? parsed.data : null;
    },
    writeGood: (key, good) => writeDurably(file(key, 'json'), JSON.stringify(good)),
    readList: async key => {
      const text = await readIfThere(file(key, 'crl'));
      return text === null ? null : Buffer.from(text, 'base64');
    },
    writeList: (key, crl) => writeDurably(file(key, 'crl'), Buffer.from(crl).toString('base64')),
  };
}
