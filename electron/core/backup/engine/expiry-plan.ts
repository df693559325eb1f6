import { ALWAYS_KEPT, believedTime, type BelievedTime, type HELD_BACK, isOlderThan, LEFTOVER_DAYS } from '#shared/domain/backup/retention.ts';
import type { StoredObject } from '../../ports/backup-store.ts';
import type { Contents, StoredGeneration, UnreadObject } from './place-contents.ts';

export interface ExpiryQuestion {
  readonly contents: Contents;
  /** The series this computer writes. */
  readonly machineId: string;
  /** The backup that was just restored whole from this place and compared; null: none. */
  readonly proven: { readonly seq: number; readonly sha256: string } | null;
  readonly retentionDays: number;
  /** Packs the next run counts on, whatever the lists say. */
  readonly inUse: ReadonlySet<string>;
  /** Whether the log that this backup ends with is part of ours: what it held, we hold. */
  readonly isOurPast: (generation: StoredGeneration) => boolean;
}

export interface ExpiryPlan {
  /** Lists of contents, oldest first. Removed before anything else: what they alone used is then a leftover. */
  readonly manifests: readonly { readonly key: string; readonly machineId: string; readonly seq: number }[];
  readonly objects: readonly StoredObject[];
  readonly heldBack: (typeof HELD_BACK)[number] | null;
}

const NOTHING: ExpiryPlan = { manifests: [], objects: [], heldBack: null };
const OF_MACHINE = /^m\/([0-9a-f]{16})\/(packs|vault|keys)\//;

/** Each backup once, by number; undefined when one number stands for two: two pasts of one series, which a person has to judge. */
function chainOf(series: readonly StoredGeneration[]): StoredGeneration[] | undefined {
  const once = [...new Map(series.map(one => [one.sha256, one])).values()].sort((a, b) => a.seq - b.seq);
  return new Set(once.map(one => one.seq)).size === once.length ? once : undefined;
}

/** Our own series: the oldest ones beyond the retention, never the newest ones. Returns the number of the oldest that stays. */
function oldestKept(chain: readonly StoredGeneration[], time: BelievedTime, retentionDays: number): number {
  const mayGo = chain.findIndex((_, index) => index >= chain.length - ALWAYS_KEPT || !isOlderThan(time.ages[index] ?? 0, retentionDays));
  return chain[mayGo]?.seq ?? 1;
}

/** Backups that no other one goes on from. */
const headsOf = (series: readonly StoredGeneration[]): StoredGeneration[] => {
  const continued = new Set(series.map(one => one.previous));
  return series.filter(one => !continued.has(one.sha256));
};

interface Judging extends ExpiryQuestion {
  readonly time: BelievedTime;
}

/** A series of another computer goes whole or not at all: when all of it is old, can be read, and went on in ours. */
function mayGoWhole(q: Judging, machineId: string): boolean {
  const series = q.contents.generations.filter(one => one.machineId === machineId);
  const isOld = (thing: { readonly storedAt: string; readonly createdAt?: string }) => isOlderThan(q.time.ageOf(thing), q.retentionDays);
  return !q.contents.unread.some(one => one.machineId === machineId) && series.every(isOld) && headsOf(series).every(q.isOurPast)
    && q.contents.objects.every(object => !object.key.startsWith(`m/${machineId}/`) || isOld({ storedAt: object.modifiedAt.toISOString() }));
}

const machinesIn = ({ objects }: Contents): Set<string> => new Set(objects.flatMap(({ key }) => OF_MACHINE.exec(key)?.[1] ?? /^m\/([0-9a-f]{16})\/snap\//.exec(key)?.[1] ?? []));

/** Packs and vault objects of our own series that no backup which stays needs: what expired alone used, and old leftovers of cut-off runs. */
function ownObjects(q: Judging, { going, needed }: { readonly going: readonly StoredGeneration[]; readonly needed: ReadonlySet<string> }): StoredObject[] {
  const used = new Set(going.flatMap(one => one.needs));
  return q.contents.objects.filter(({ key, modifiedAt }) => {
    const [, machine, folder] = OF_MACHINE.exec(key) ?? [];
    if (machine !== q.machineId || folder === 'keys' || needed.has(key) || q.inUse.has(key)) return false;
    return used.has(key) || isOlderThan(q.time.ageOf({ storedAt: modifiedAt.toISOString() }), LEFTOVER_DAYS);
  });
}

/**
 * Decides what may go from a folder or disk (design/backup.md, retention). Looks at signed lists of contents, their
 * numbers and links and the place's own dates, never at what a clock shows now. The hazard rule comes first: unless the
 * newest backup there was just restored whole, nothing goes at all, so a clinic that stopped making backups keeps its
 * last good one for ever. `archive/`, `tools/` and key files of our series are not even looked at.
 */
export function planExpiry(question: ExpiryQuestion): ExpiryPlan {
  const { contents, machineId, proven, retentionDays } = question;
  const chain = chainOf(contents.generations.filter(one => one.machineId === machineId));
  if (chain === undefined) return { ...NOTHING, heldBack: 'forked' };
  const newest = chain.at(-1);
  if (newest === undefined || proven === null || newest.sha256 !== proven.sha256 || newest.seq !== proven.seq) return { ...NOTHING, heldBack: 'unproven' };
  const q: Judging = { ...question, time: believedTime(chain) };
  const keptFrom = oldestKept(chain, q.time, retentionDays);
  const others = [...machinesIn(contents)].filter(id => id !== machineId && mayGoWhole(q, id));
  const isGoing = (one: StoredGeneration): boolean => (one.machineId === machineId ? one.seq < keptFrom : others.includes(one.machineId));
  const going = contents.generations.filter(isGoing);
  const needed = new Set(contents.generations.filter(one => !isGoing(one)).flatMap(one => one.needs));
  const { gone, stays } = unreadOfOurs(q, keptFrom);
  const ofOthers = contents.objects.filter(({ key }) => others.includes(OF_MACHINE.exec(key)?.[1] ?? '') && !needed.has(key));
  return {
    manifests: [...going, ...gone].map(({ key, machineId: id, seq }) => ({ key, machineId: id, seq })),
    // a list nobody can read may need any pack: until it is old enough to go itself, all stay
    objects: [...(stays ? [] : ownObjects(q, { going: going.filter(one => one.machineId === machineId), needed })), ...ofOthers],
    heldBack: stays ? 'unread' : null,
  };
}

/** Lists of our series that do not open: they go with the others of their age. */
function unreadOfOurs({ contents, machineId, time, retentionDays }: Judging, keptFrom: number): { readonly gone: readonly UnreadObject[]; readonly stays: boolean } {
  const ours = contents.unread.filter(one => one.machineId === machineId);
  const gone = ours.filter(one => one.seq < keptFrom && isOlderThan(time.ageOf(one), retentionDays));
  return { gone, stays: gone.length < ours.length };
}
