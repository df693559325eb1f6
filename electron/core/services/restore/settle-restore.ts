import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import * as z from 'zod';

import { COUNTRIES } from '#shared/domain/clinic/clinic.ts';
import { type ExchangeStep, finishExchange } from '../../backup/restore/adopt.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import { readMachine, writeMachine } from '../../clinic/machine-file.ts';
import { encodeAnchor } from '../../security/vault/anchor.ts';
import { HEAD_LIMIT, parseHead, sha256Hex } from '../../security/vault/vault-head.ts';
import { GENESIS_HASH } from '../../repositories/log.ts';
import type { LogHead } from '#shared/domain/backup/backup.ts';

/** What has to be done besides moving folders; kept in the exchange's journal, no secrets. */
export const AfterExchange = z.strictObject({
  clinic: z.strictObject({ id: z.string(), name: z.string(), country: z.enum(COUNTRIES), timeZone: z.string(), isDemo: z.boolean() }).nullable(),
  trust: z.strictObject({
    certificates: z.array(z.string()), policies: z.record(z.string(), z.union([z.literal(2), z.literal(3)])), minimumLoa: z.union([z.literal(2), z.literal(3)]),
  }).nullable(),
});
export type AfterExchange = z.infer<typeof AfterExchange>;

/**
 * Gives a restored vault the anchor it needs: the old one knew of newer states, which would make the restored database
 * look rolled back. Anchors what was restored and compared. False when the backup held no readable vault.
 */
export async function anchorRestoredVault(clinicFolder: string, facts: { seq: number; manifestSha256: string; logHead: LogHead }): Promise<boolean> {
  const vault = path.join(clinicFolder, 'vault');
  try {
    const bytes = await readFile(path.join(vault, 'head.json'));
    if (bytes.length > HEAD_LIMIT) return false;
    const head = parseHead(bytes);
    const isEmptyLog = facts.logHead.seq === 0 || facts.logHead.hash === GENESIS_HASH;
    await writeDurably(path.join(vault, 'anchor.json'), encodeAnchor({
      dbId: head.dbId, vaultGeneration: head.generation, headSha256: sha256Hex(bytes), backupGeneration: facts.seq, manifestSha256: facts.manifestSha256,
      auditSeq: isEmptyLog ? 0 : facts.logHead.seq, auditHash: isEmptyLog ? null : facts.logHead.hash,
    }));
    return true;
  } catch {
    return false; // the comparison has already told what is missing
  }
}

async function settle(place: ClinicPlace, after: unknown): Promise<void> {
  const { clinic, trust } = AfterExchange.parse(after);
  const machine = await readMachine(place.machineFile);
  await writeMachine(place.machineFile, { ...machine, draft: null, clinic: clinic ?? machine.clinic, trust: trust ?? machine.trust });
  const { profileAnchor } = place.vault;
  if (profileAnchor === undefined) return;
  await rm(profileAnchor, { force: true });
  await mkdir(path.dirname(profileAnchor), { recursive: true, mode: 0o700 });
  await copyFile(path.join(place.vault.folder, 'anchor.json'), profileAnchor).catch(() => undefined); // no vault in the backup: no second witness either
}

/**
 * Finishes an adoption that was cut off. Call before anything else at every start of the program; does nothing when
 * there is none. Returns the folder the earlier clinic is kept in, null for none, undefined when nothing was under way.
 */
export const finishRestore = (place: ClinicPlace, onStep?: (step: ExchangeStep) => void): Promise<string | null | undefined> =>
  finishExchange(place, after => settle(place, after), onStep);
