import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

import * as z from 'zod';

import type { DeviceSecretStore } from '#electron/core/ports/device-secret-store.ts';

const Stored = z.strictObject({ format: z.literal('pm-device/1'), secrets: z.record(z.uuid(), z.base64url()) });
type Stored = z.infer<typeof Stored>;

/**
 * One file in the operating-system user's profile, readable by that account only (0600). An unreadable file counts
 * as empty: the printed slip brings the secret back. `folder` must not be inside the data folder.
 */
export function fileDeviceSecretStore(folder: string): DeviceSecretStore {
  const file = path.join(folder, 'device-secrets.json');

  const read = async (): Promise<Stored> => {
    try {
      return Stored.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return { format: 'pm-device/1', secrets: {} };
    }
  };
  const write = async (secrets: Stored['secrets']): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(`${file}.tmp`, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify({ format: 'pm-device/1', secrets } satisfies Stored));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.tmp`, file);
    await chmod(file, 0o600);
  };

  return {
    get: async entryId => {
      const found = (await read()).secrets[entryId];
      return found === undefined ? null : Buffer.from(found, 'base64url');
    },
    put: async (entryId, secret) => write({ ...(await read()).secrets, [entryId]: Buffer.from(secret).toString('base64url') }),
    remove: async entryId => {
      const { [entryId]: _gone, ...rest } = (await read()).secrets;
      await write(rest);
    },
  };
}
