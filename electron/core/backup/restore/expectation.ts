import type { ReadReceipt } from '#shared/domain/backup/receipt.ts';
import type { RestoreExpectation } from '#shared/domain/backup/restore-offer.ts';
import type { BackupAnchor } from '../engine/ports.ts';
import type { OpenedGeneration } from './generations.ts';

/** Whether the backup this computer remembers making is still there. Null for no memory of this repository. */
export function expectedByAnchor(anchor: BackupAnchor | undefined, generations: readonly OpenedGeneration[]): RestoreExpectation | null {
  if (anchor === undefined) return null;
  const own = generations.filter(({ manifest }) => manifest.machineId === anchor.machineId);
  const same = own.find(({ manifest }) => manifest.seq === anchor.seq);
  const isThere = own.some(({ manifest }) => manifest.seq >= anchor.seq);
  const verdict = same === undefined ? (isThere ? 'here' : 'gone') : same.sha256 === anchor.manifestSha256 ? 'here' : 'replaced';
  return { by: 'computer', seq: anchor.seq, createdAt: anchor.createdAt, verdict };
}

/** A backup printed on a receipt: of this repository by number and digest; of another place by the log, which all places share. */
export function expectedByReceipt(receipt: ReadReceipt, repositoryId: string, generations: readonly OpenedGeneration[]): RestoreExpectation {
  const known = { by: 'receipt' as const, seq: receipt.seq, createdAt: receipt.createdAt };
  const isThis = ({ manifest, sha256 }: OpenedGeneration) => manifest.seq === receipt.seq && sha256.startsWith(receipt.digest) && (receipt.machineId === null || manifest.machineId === receipt.machineId);
  const same = generations.find(isThis);
  if (same !== undefined) return { ...known, createdAt: same.manifest.createdAt, verdict: 'here' };
  const isOtherPlace = receipt.repositoryId !== null && receipt.repositoryId !== repositoryId;
  if (isOtherPlace && receipt.logSeq !== null) {
    const { logSeq } = receipt;
    return { ...known, verdict: generations.some(({ manifest }) => manifest.logHead.seq >= logSeq) ? 'here' : 'gone' };
  }
  const numbered = generations.filter(({ manifest }) => manifest.seq === receipt.seq && (receipt.machineId === null || manifest.machineId === receipt.machineId));
  return { ...known, verdict: numbered.length > 0 ? 'replaced' : 'gone' };
}

/** What the clinic's other place has that is newer: the log counts on over all of them. Null when it has nothing newer. */
export function expectedByOtherPlace(other: readonly OpenedGeneration[], generations: readonly OpenedGeneration[]): RestoreExpectation | null {
  const newest = (list: readonly OpenedGeneration[]) => list.reduce<OpenedGeneration | undefined>((best, one) => (best === undefined || one.manifest.logHead.seq > best.manifest.logHead.seq ? one : best), undefined);
  const [there, here] = [newest(other), newest(generations)];
  if (there === undefined || (here !== undefined && there.manifest.logHead.seq <= here.manifest.logHead.seq)) return null;
  return { by: 'otherPlace', seq: there.manifest.seq, createdAt: there.manifest.createdAt, verdict: 'gone' };
}
