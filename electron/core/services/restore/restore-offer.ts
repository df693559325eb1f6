import type { RestoreChoice, RestoreOffer } from '#shared/contract/restore.ts';
import type { ConfirmReason, RestoreConfirmation, RestoreExpectation } from '#shared/domain/backup/restore-offer.ts';
import type { ReadReceipt } from '#shared/domain/backup/receipt.ts';
import type { BackupAnchor } from '../../backup/engine/ports.ts';
import { generationOf } from '../../backup/engine/run-backup.ts';
import { expectedByAnchor, expectedByOtherPlace, expectedByReceipt } from '../../backup/restore/expectation.ts';
import { type OpenedGeneration, recommendedOf } from '../../backup/restore/generations.ts';
import { headsOf, isForked } from '../../backup/restore/heads.ts';
import { mergeLists } from './orders-outside.ts';
import type { OpenedSource } from './opened-source.ts';

/** Everything known about what an opened place should hold. */
export interface KnownBefore {
  /** What this computer remembers of the repository. */
  readonly anchor: BackupAnchor | undefined;
  readonly receipt: ReadReceipt | null;
  readonly other: OpenedSource | null;
}

/** The place held against everything known about it. */
export interface Judged {
  readonly expected: readonly RestoreExpectation[];
  readonly forked: boolean;
  readonly recommended: OpenedGeneration | undefined;
  /** The newest backup, when what was destroyed after an older one cannot be told; null: it can. */
  readonly ordersUnreadFrom: OpenedGeneration | null;
}

/** Holds what was opened against what is known: what should be here, whether two computers went on side by side, and which backup to take. */
export function judge(source: OpenedSource, { anchor, receipt, other }: KnownBefore): Judged {
  const { generations, found } = source;
  const expected = [
    expectedByAnchor(anchor, generations),
    receipt === null ? null : expectedByReceipt(receipt, found.version.repositoryId, generations),
    other === null ? null : expectedByOtherPlace(other.generations, generations),
  ].filter(one => one !== null);
  const forked = isForked(generations);
  const { unread } = mergeLists([source.orders, ...(other === null ? [] : [other.orders])]);
  return { expected, forked, ordersUnreadFrom: unread ? (generations[0] ?? null) : null, recommended: forked ? undefined : recommendedOf(generations) };
}

/** Why two persons must confirm before this backup is restored; null when one is enough. */
export function confirmReason(judged: Judged, one: OpenedGeneration): ConfirmReason | null {
  if (judged.expected.some(expected => expected.verdict !== 'here')) return 'rolledBack';
  if (judged.forked) return 'forked';
  if (judged.ordersUnreadFrom !== null && one !== judged.ordersUnreadFrom) return 'ordersUnread';
  return judged.recommended !== undefined && one.manifest.createdAt < judged.recommended.manifest.createdAt ? 'older' : null;
}

/** What the person choosing is shown. */
export function offerOf(source: OpenedSource, judged: Judged, o: { readonly other: OpenedSource | null; readonly confirmed: RestoreConfirmation | null }): RestoreOffer {
  const choices = source.generations.map((one): RestoreChoice => ({
    ...generationOf(one.manifest), missingPacks: one.missingPacks, recommended: one === judged.recommended, confirm: confirmReason(judged, one),
  }));
  const heads = headsOf(source.generations).map(({ machineId, newest, firstAt, generations }) => ({
    machineId, generationId: generationOf(newest.manifest).id, seq: newest.manifest.seq, createdAt: newest.manifest.createdAt, firstAt, generations, counts: newest.manifest.counts,
  }));
  return {
    clinicName: source.generations[0]?.manifest.clinicName ?? '', choices, heads, forked: judged.forked, expected: [...judged.expected], unread: source.unread.length, gone: source.gone.length,
    destroyed: mergeLists([source.orders, ...(o.other === null ? [] : [o.other.orders])]).orders.map(({ caseNumber, decidedOn, authority }) => ({ caseNumber, decidedOn, authority })),
    otherPlace: o.other?.found.name ?? null, confirmed: o.confirmed,
  };
}
