import { readFile } from 'node:fs/promises';

import * as z from 'zod';

import type { AnchorStore, BackupAnchor } from '../../backup/engine/ports.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import type { Database } from '../../db/database.ts';
import { findAnchor, forgetAnchor, putAnchor } from '../../repositories/backup-run.ts';

const Anchors = z.record(z.string(), z.strictObject({ repositoryId: z.string(), machineId: z.string(), seq: z.int(), manifestSha256: z.string(), createdAt: z.string() }));

/** What this computer remembers of each repository outside the database; readable while everything is locked. */
export async function readFileAnchors(file: string): Promise<Record<string, BackupAnchor>> {
  try {
    return Anchors.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {}; // missing or damaged: the copy inside the database counts
  }
}

/** Anchors in a file beside the database and inside it: putting back an older copy of one of them is noticed by the other. */
export function clinicAnchors(db: Database, file: string): AnchorStore & { forget(repositoryId: string): Promise<void> } {
  return {
    read: async repositoryId => {
      const outside = (await readFileAnchors(file))[repositoryId];
      const inside = await findAnchor(db.reader, repositoryId);
      if (outside === undefined || inside === undefined) return outside ?? inside;
      return inside.seq > outside.seq && inside.machineId === outside.machineId ? inside : outside;
    },
    write: async anchor => {
      await writeDurably(file, JSON.stringify({ ...(await readFileAnchors(file)), [anchor.repositoryId]: anchor }));
      await db.write(tx => putAnchor(tx, anchor));
    },
    forget: async repositoryId => {
      const { [repositoryId]: _gone, ...others } = await readFileAnchors(file);
      await writeDurably(file, JSON.stringify(others));
      await db.write(tx => forgetAnchor(tx, repositoryId));
    },
  };
}
