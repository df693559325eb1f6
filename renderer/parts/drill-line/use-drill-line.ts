import type { DrillStatus } from '#shared/contract/drill.ts';
import { DRILL_TONE, type DrillStanding, drillStandingOf, KIT_TONE, type KitStanding, kitStandingOf } from '#shared/domain/drill/standing.ts';

import { useQueryOf } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

import { useAgo } from './use-ago.ts';

/** Nothing announces that a week has passed, so core is asked again by itself. */
const LOOK_AGAIN_MS = 5 * 60_000;

export type Tone = 'ok' | 'attention' | 'danger';

/** How drills stand; one answer shared by the start page, the status line and the drills' own screen. */
export const useDrillStatus = () => useQueryOf('drill', 'status', {}, { everyMs: LOOK_AGAIN_MS });

export interface DrillStandings {
  readonly drill: DrillStanding;
  readonly kit: KitStanding;
}

/** Judged by the clock of this moment: an answer grows old on an open screen. */
export const standingsOf = (status: DrillStatus, now: Date): DrillStandings => ({
  drill: drillStandingOf({ lastGoodAt: status.lastGood?.endedAt ?? null, failedAt: status.failed?.endedAt ?? null, firstBackupAt: status.firstBackupAt }, now),
  kit: kitStandingOf({ kitMadeAt: status.kit.madeAt, lastKitDrillAt: status.kit.lastDrillAt }, now),
});

const RANK: Readonly<Record<Tone, number>> = { ok: 0, attention: 1, danger: 2 };
/** The graver of two tones. */
export const graver = (a: Tone, b: Tone): Tone => (RANK[a] >= RANK[b] ? a : b);

export interface DrillLine {
  readonly tone: Tone;
  /** What to say beside the backup: "Provåterställd från NAS för 3 dygn sedan". */
  readonly text: string;
  /** For the status line: "provad 3 dygn sedan". */
  readonly short: string;
}

/** The line's words for one answer. */
export function useDrillWords(): (status: DrillStatus) => DrillLine | null {
  const t = useText();
  const { now, ago, agoShort } = useAgo();
  const good = ({ lastGood }: DrillStatus): string =>
    lastGood === null ? '' : t(lastGood.keys === 'kit' ? 'drill.line.kitOk' : 'drill.line.ok', { name: lastGood.place.name, when: ago(lastGood.endedAt) });
  const words: Readonly<Record<DrillStanding, (status: DrillStatus) => readonly [text: string, short: string]>> = {
    nothing: () => ['', ''],
    // In the first week the backup's own proof speaks; there is nothing to add yet.
    none: () => ['', ''],
    ok: status => [good(status), t('drill.short.ok', { age: agoShort(status.lastGood?.endedAt ?? '') })],
    due: status => [t('drill.line.due', { when: ago(status.lastGood?.endedAt ?? status.firstBackupAt ?? '') }), t('drill.short.due')],
    overdue: status => [status.lastGood === null ? t('drill.line.never') : t('drill.line.overdue', { when: ago(status.lastGood.endedAt) }), t('drill.short.due')],
    failed: status => [t('drill.line.failed', { name: status.failed?.place.name ?? '', when: ago(status.failed?.endedAt ?? '') }), t('drill.short.failed', { age: agoShort(status.failed?.endedAt ?? '') })],
  };
  return status => {
    const { drill, kit } = standingsOf(status, now);
    const [text, short] = words[drill](status);
    const date = (status.kit.dueAt ?? '').slice(0, 10);
    // A failed or late drill is said first; the kit's year only when nothing worse is to be said.
    if (DRILL_TONE[drill] !== 'danger' && KIT_TONE[kit] !== 'ok') {
      return { tone: graver(DRILL_TONE[drill], KIT_TONE[kit]), text: kit === 'overdue' ? t('drill.line.kitOverdue', { date }) : t('drill.line.kitSoon', { date }), short: kit === 'overdue' ? t('drill.short.kit') : short };
    }
    return text === '' ? null : { tone: DRILL_TONE[drill], text, short };
  };
}

/** How the restores on trial stand, in one line for the start page and the status line; null when there is nothing to say. */
export function useDrillLine(): DrillLine | null {
  const { data } = useDrillStatus();
  const words = useDrillWords();
  return data === undefined ? null : words(data);
}
