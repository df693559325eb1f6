import * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { incoming } from '#shared/contract/incoming.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { keptFrom } from '../../repositories/incoming-document.ts';
import { findSetting } from '../../repositories/setting.ts';
import { sha256Of } from '../attachments/keep-file.ts';
import { readKept } from '../attachments/read-file.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { listFolder, readFromFolder, removeFromFolder, type SeenFile } from './scan-folder.ts';

type Handlers = Pick<AreaHandlers<typeof incoming, CallContext>, 'folder' | 'folderFile' | 'removeFromFolder'>;
const Place = z.object({ scanFolder: z.string().nullable() });

/** The clinic's scan folder: what lies there, one file of it, and its removal once exactly that file is kept here. */
export function folderHandlers(deps: ServiceDeps): Handlers {
  /** Digests of files read since sign-in, by what they looked like then: listing must not read every file anew. */
  const digests = new Map<string, string>();
  const keyOf = (file: SeenFile): string => `${file.name} ${file.size} ${file.modifiedAt}`;
  const place = async (): Promise<string> => {
    const folder = (await findSetting(deps.db.reader, 'incoming_settings', Place))?.scanFolder ?? null;
    if (folder === null) throw new AppError('incoming.noFolder');
    return folder;
  };
  const remember = async (folder: string, name: string, sha256: string): Promise<void> => {
    const file = (await listFolder(folder)).find(one => one.name === name);
    if (file) digests.set(keyOf(file), sha256);
  };
  return {
    folder: async () => {
      const folder = (await findSetting(deps.db.reader, 'incoming_settings', Place))?.scanFolder ?? null;
      if (folder === null) return { folder, files: [], problem: null };
      try {
        const files = await Promise.all((await listFolder(folder)).map(async file => {
          const digest = digests.get(keyOf(file));
          return { ...file, isRegistered: digest !== undefined && (await keptFrom(deps.db.reader, digest)) !== undefined };
        }));
        return { folder, files, problem: null };
      } catch (error) {
        return { folder, files: [], problem: (error as { code?: string }).code === 'ENOENT' ? 'missing' : 'unreadable' };
      }
    },
    folderFile: async (_ctx, { name }) => {
      const folder = await place();
      const bytes = await readFromFolder(folder, name);
      const sha256 = sha256Of(bytes);
      await remember(folder, name, sha256);
      return { content: bytes.toString('base64'), sha256, isKept: (await keptFrom(deps.db.reader, sha256)) !== undefined };
    },
    removeFromFolder: async (ctx, { name }) => {
      const folder = await place();
      const kept = await keptFrom(deps.db.reader, sha256Of(await readFromFolder(folder, name)));
      if (!kept) throw new AppError('incoming.notKept');
      // Read back from the encrypted file: what is removed here must be there, whole.
      await readKept(deps.db.reader, kept);
      await deps.db.write(tx => ctx.log(tx, { action: 'INCOMING_ADD', category: 'document', objectType: 'attachment', objectId: kept.id, reasonCode: 'removedFromFolder' }));
      await removeFromFolder(folder, name);
      deps.changed('incoming');
      return {};
    },
  };
}
