import type { DeskList } from './use-counts.ts';

const DAY_MS = 86_400_000;
/** Days after which a list says that something on it has waited too long; below zero: that much before the visit. */
const PATIENCE: Readonly<Record<DeskList, number>> = { withoutNote: 2, unsigned: 2, unfinished: 1, toRebook: -7, unlinked: -1, followUp: 7 };

/** True when the oldest (for visits to come: the soonest) thing on a list needs attention now. */
export const isLate = (list: DeskList, oldest: string | null, now: number): boolean => oldest !== null && now - Date.parse(oldest) > PATIENCE[list] * DAY_MS;
