import type { ErrorCode } from '../../kernel/app-error.ts';
import { freshnessOf, type Freshness } from './backup.ts';
import { serverDays } from './lifecycle.ts';
import { BASE_DAYS } from './retention.ts';
import type { TargetStatus } from './target-status.ts';

/** How one place stands, the most pressing thing first; every text and colour of the area follows from it. */
export const STANDINGS = [
  'expiring', 'failed', 'proofFailed', 'protectionLost', 'place', 'awayTooLong', 'alarm', 'none', 'cancelled', 'offline', 'late', 'new', 'notReady', 'full', 'light', 'away',
] as const;
export type TargetStanding = (typeof STANDINGS)[number];
export type Tone = 'ok' | 'attention' | 'danger';

/** The colour that goes with the words. */
export const TONE: Readonly<Record<TargetStanding | 'noPlace', Tone>> = {
  noPlace: 'danger', expiring: 'danger', failed: 'danger', proofFailed: 'danger', protectionLost: 'danger', place: 'danger', awayTooLong: 'danger', alarm: 'danger', none: 'danger',
  cancelled: 'attention', offline: 'attention', late: 'attention', new: 'attention', notReady: 'attention', full: 'ok', light: 'ok', away: 'ok',
};

const DAY_MS = 86_400_000;
/** How long a place that was just added may be without its first backup. */
const NEW_MS = 26 * 3_600_000;

/** Failures of the way there, not of the place: the program tries again by itself. */
export const OFFLINE_CODES: readonly ErrorCode[] = ['backup.sendingPaused', 'server.unreachable', 'server.timedOut', 'server.failing'];

type Judged = Pick<TargetStatus, 'place' | 'absenceDays' | 'retentionDays' | 'problem' | 'last' | 'certificate' | 'attempt' | 'addedAt'>;

/** True when the newest attempt came after the newest good backup and did not become one. */
function lastTryFailed({ attempt, last }: Judged): boolean {
  return attempt?.outcome === 'failed' && (last === null || Date.parse(attempt.startedAt) >= Date.parse(last.createdAt));
}

/** A disk that is carried away may be gone for its own number of days; a place that is always there, for none. */
function freshness({ last, absenceDays, addedAt }: Judged, now: Date): Freshness {
  const usual = freshnessOf(last?.createdAt ?? null, now);
  if (absenceDays === null || usual === 'none') return usual;
  return now.getTime() - Date.parse(last?.createdAt ?? addedAt) > absenceDays * DAY_MS ? 'alarm' : 'fresh';
}

/** A disk that is elsewhere: for its own number of days that is as it should be. */
function awayStanding({ last }: Judged, age: Freshness): TargetStanding {
  if (age === 'alarm') return 'awayTooLong';
  return last === null ? 'none' : 'away';
}

/** What became of the newest run where it was no success: nothing to say of one that a lock cut off, little of one that did not get through. */
function failureOf(target: Judged, age: Freshness): 'failed' | 'offline' | null {
  if (!lastTryFailed(target) || target.attempt?.errorCode === 'cancelled') return null;
  const isYoung = age !== 'alarm' && age !== 'none';
  return isYoung && OFFLINE_CODES.includes(target.attempt?.errorCode ?? 'internal') ? 'offline' : 'failed';
}

const hasLostProtection = ({ place }: Judged): boolean => place.kind === 's3' && (place.protection?.lostAt ?? null) !== null;

/** How near to the end of the newest backup somebody is woken with more than "no backup for days". */
const LOUD_DAYS = 30;

/**
 * The hazard of a server that deletes by age (design/backup.md, retention): days until it begins to delete what the newest
 * backup needs, whose oldest packs came with a base up to sixty days before it. Null for a folder, for a server known to
 * delete nothing, and without a backup. Where its rules cannot be read the ones it was given are taken.
 */
export function daysUntilExpiry({ place, last, retentionDays }: Pick<Judged, 'place' | 'last' | 'retentionDays'>, now: Date): number | null {
  if (place.kind === 'folder' || last === null) return null;
  const known = place.protection?.report.serverDays;
  if (known === null) return null;
  const left = (known ?? serverDays(retentionDays)) - BASE_DAYS - (now.getTime() - Date.parse(last.createdAt)) / DAY_MS;
  return Math.max(0, Math.floor(left));
}

/** Nobody makes backups any more, and the server does not know that. */
const isExpiring = (target: Judged, age: Freshness, now: Date): boolean => age === 'alarm' && (daysUntilExpiry(target, now) ?? Infinity) <= LOUD_DAYS;

function obstacleOf(target: Judged, age: Freshness): TargetStanding | null {
  if (target.absenceDays !== null && target.problem === 'backup.placeMissing') return awayStanding(target, age);
  const failure = failureOf(target, age);
  if (failure === 'failed') return 'failed';
  if (target.certificate?.outcome === 'failed') return 'proofFailed';
  if (hasLostProtection(target)) return 'protectionLost';
  return target.problem === null ? failure : 'place';
}

const isWithoutSheet = ({ place }: Judged): boolean => place.kind === 's3' && (place.sheet?.confirmedAt ?? null) === null;

/**
 * The one thing to say about a place right now. A failed attempt shows at once, well within the hour task 4C 1 allows;
 * age is judged by `now`, so that it grows on an open screen.
 */
export function targetStanding(target: Judged, now: Date): TargetStanding {
  const age = freshness(target, now);
  if (isExpiring(target, age, now)) return 'expiring';
  const obstacle = obstacleOf(target, age);
  if (obstacle !== null) return obstacle;
  if (age === 'alarm') return 'alarm';
  if (lastTryFailed(target)) return 'cancelled';
  if (age === 'none' || target.certificate === null) return now.getTime() - Date.parse(target.addedAt) < NEW_MS ? 'new' : 'none';
  if (age === 'late') return 'late';
  return isWithoutSheet(target) ? 'notReady' : target.certificate.kind;
}

export interface OverallStanding<T> {
  readonly standing: TargetStanding | 'noPlace';
  readonly tone: Tone;
  /** The place the line is about: the one that stands worst; among good ones the newest. Null without any place. */
  readonly target: T | null;
}

const rank = (standing: TargetStanding): number => ({ danger: 0, attention: 100, ok: 200 })[TONE[standing]] + STANDINGS.indexOf(standing);

/** The one line about all places: that of the place which stands worst (XM-61). */
export function overallStanding<T extends Judged>(targets: readonly T[], now: Date): OverallStanding<T> {
  const judged = targets.map(target => ({ target, standing: targetStanding(target, now) }));
  judged.sort((one, other) => rank(one.standing) - rank(other.standing) || (other.target.last?.createdAt ?? '').localeCompare(one.target.last?.createdAt ?? ''));
  const [first] = judged;
  if (first === undefined) return { standing: 'noPlace', tone: TONE.noPlace, target: null };
  // A new place is no worry beside one that has backups; alone it means that there is none at all.
  const standing = first.standing === 'new' && targets.every(target => target.last === null) ? 'none' : first.standing;
  return { standing, tone: TONE[standing], target: first.target };
}

/** Fewer than two places is said, always (XM-61; HSLF-FS 2016:40 3 kap. asks for copies kept apart). */
export const MINIMUM_PLACES = 2;
