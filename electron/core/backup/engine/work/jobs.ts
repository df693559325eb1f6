import { createHash } from 'node:crypto';

import type { Pack } from '#shared/domain/backup/manifest.ts';
import { ageDecrypt, ageEncrypt, isAgeError } from '../../../security/age/age.ts';
import { PageCheck } from '../page-check.ts';

/** Pages for one pack. `content` begins with them, one after the other; `numbers` says which pages of the database they are. */
export interface SealJob {
  /** Memory that threads share (memory.ts); not to be touched before the answer. */
  readonly content: Uint8Array;
  readonly numbers: Uint32Array;
  readonly pageSize: number;
  /** Key of the pages' HMACs. */
  readonly macKey: Uint8Array;
  readonly recipients: readonly string[];
  /** Shared memory for the finished pack: room for the pages and PACK_OVERHEAD. */
  readonly into: Uint8Array;
}

/** More than an age file of one pack is longer than its content: a header line for each recipient and 16 bytes for every 64 KiB. */
export const PACK_OVERHEAD = 64 * 1024;

/** How long the finished pack is, or the number of the first page that is not what SQLCipher wrote. */
export type Sealed = { readonly size: number; readonly sha256: string } | { readonly badPage: number };

/** Pages that follow each other in the database from page `first` on; nothing is made of them, they are only checked. */
export interface CheckJob {
  readonly content: Uint8Array;
  readonly first: number;
  readonly pageSize: number;
  readonly macKey: Uint8Array;
}

/** A pack as the store gave it back. */
export interface OpenJob {
  readonly file: Uint8Array;
  readonly pack: Pick<Pack, 'size' | 'sha256' | 'pages'>;
  readonly pageSize: number;
  readonly identities: readonly string[];
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Checks every page against its HMAC, then encrypts them to the recipients as one age file, at the beginning of `into`. */
export async function sealPages(job: SealJob): Promise<Sealed> {
  const content = asBuffer(job.content).subarray(0, job.numbers.length * job.pageSize);
  const check = new PageCheck(job.macKey, job.pageSize);
  // a page that is rotten on this disk must not replace the good copy in the place (design/backup.md §D, second guard)
  for (const [index, number] of job.numbers.entries()) {
    if (!check.isSound(content.subarray(index * job.pageSize, (index + 1) * job.pageSize), number)) return { badPage: number };
  }
  const file = await ageEncrypt(content, job.recipients, job.into);
  if (file.buffer !== job.into.buffer) throw new Error('no room for the pack in the memory that was given for it');
  return { size: file.length, sha256: createHash('sha256').update(file).digest('hex') };
}

/** The numbers of the pages whose HMAC is wrong. */
export function checkPages(job: CheckJob): number[] {
  const content = asBuffer(job.content);
  const check = new PageCheck(job.macKey, job.pageSize);
  const bad: number[] = [];
  for (let at = 0; at < content.length; at += job.pageSize) {
    const number = job.first + at / job.pageSize;
    if (!check.isSound(content.subarray(at, at + job.pageSize), number)) bad.push(number);
  }
  return bad;
}

/** The pages of a pack, or undefined when it is not exactly what was stored. */
export async function openPages({ file, pack, pageSize, identities }: OpenJob): Promise<Uint8Array | undefined> {
  if (file.length !== pack.size || createHash('sha256').update(file).digest('hex') !== pack.sha256) return undefined;
  try {
    const content = await ageDecrypt(file, identities);
    return content.length === pack.pages * pageSize ? content : undefined;
  } catch (error) {
    if (!isAgeError(error)) throw error; // no memory, say: no word about the pack
    return undefined; // the right bytes that nobody here can open are as good as gone
  }
}
