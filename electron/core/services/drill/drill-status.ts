import * as z from 'zod';

import type { DrillStatus, DrillSummary } from '#shared/contract/drill.ts';
import type { DrillCertificate } from '#shared/domain/drill/drill.ts';
import { kitDueAt } from '#shared/domain/drill/standing.ts';
import { firstBackups, lastTries, newestDrillCertificates, newestUpdateProof } from '../../repositories/drill.ts';
import { findSetting } from '../../repositories/setting.ts';
import type { DrillServiceDeps } from './deps.ts';
import type { RunningDrill } from './drill-runner.ts';
import { drilledPlaceOf } from './orders.ts';
import { planNextDrill, type PlannedDrill, type PlannedPlace } from './plan.ts';

/** One certificate as lists show it. */
export const summaryOf = (c: DrillCertificate): DrillSummary => ({
  id: c.id, endedAt: c.endedAt, trigger: c.trigger, keys: c.keys, place: c.place, generationAt: c.generation?.createdAt ?? null,
  databaseBytes: c.generation?.databaseBytes ?? null, durationMs: c.durationMs, outcome: c.outcome, errorCode: c.errorCode,
});

const isOf = (repositoryId: string) => (c: DrillCertificate): boolean => c.place.repositoryId === repositoryId;
const isGood = (c: DrillCertificate): boolean => c.outcome === 'ok';

/** The next planned drill, by what the database knows. */
export async function planOf(deps: DrillServiceDeps): Promise<PlannedDrill | null> {
  const db = deps.db.reader;
  const [targets, newest, tries, first] = await Promise.all([deps.targets(), newestDrillCertificates(db), lastTries(db), firstBackups(db)]);
  const places = targets.flatMap((target): PlannedPlace[] => {
    const heldSince = first.get(target.repositoryId);
    const lastGoodAt = newest.find(c => isGood(c) && isOf(target.repositoryId)(c))?.endedAt ?? null;
    return heldSince === undefined ? [] : [{ targetId: target.id, heldSince, lastGoodAt, lastTriedAt: tries.get(target.id) ?? null }];
  });
  return planNextDrill({ now: deps.clock.now(), places, nightlyAt: await deps.nightlyAt(), timeZone: deps.clinic.timeZone });
}

const Kit = z.object({ confirmedAt: z.iso.datetime() });

/** The newest certificate of each place and kind of key that failed and was not followed by a good one; the newest of them. */
function openFailure(newest: readonly DrillCertificate[], repositories: ReadonlySet<string>): DrillCertificate | undefined {
  const seen = new Set<string>();
  return newest.find(c => {
    const key = `${c.place.repositoryId} ${c.keys}`;
    const isNewest = !seen.has(key);
    seen.add(key);
    return isNewest && !isGood(c) && (c.keys === 'kit' || repositories.has(c.place.repositoryId ?? ''));
  });
}

/** When a new program last changed the database with no backup proven first, unless a drill has gone well since. */
const unproven = (update: Awaited<ReturnType<typeof newestUpdateProof>>, good: DrillCertificate | undefined): DrillStatus['unprovenUpdate'] =>
  update?.outcome === 'none' && (good === undefined || good.endedAt < update.at) ? { at: update.at, by: update.chosenBy } : null;

const summaryOrNull = (c: DrillCertificate | undefined): DrillSummary | null => (c === undefined ? null : summaryOf(c));

/** How drills stand: the facts that `drillStandingOf` and `kitStandingOf` put into one word. */
export async function readDrillStatus(deps: DrillServiceDeps, running: RunningDrill | null): Promise<DrillStatus> {
  const db = deps.db.reader;
  const [targets, newest, first, kit, update] = await Promise.all([deps.targets(), newestDrillCertificates(db), firstBackups(db), findSetting(db, 'recovery_kit', Kit), newestUpdateProof(db)]);
  const repositories = new Set(targets.map(target => target.repositoryId));
  const good = newest.find(c => isGood(c) && repositories.has(c.place.repositoryId ?? ''));
  const failed = openFailure(newest, repositories);
  const kitFacts = { kitMadeAt: kit?.confirmedAt ?? null, lastKitDrillAt: newest.find(c => isGood(c) && c.keys === 'kit')?.endedAt ?? null };
  return {
    places: targets.map(target => {
      const { name, kind, where } = drilledPlaceOf(target);
      const own = newest.filter(isOf(target.repositoryId));
      return { targetId: target.id, name, kind, where, last: summaryOrNull(own[0]), lastGoodAt: own.find(isGood)?.endedAt ?? null };
    }),
    lastGood: summaryOrNull(good),
    failed: summaryOrNull(failed),
    firstBackupAt: [...first.values()].sort()[0] ?? null,
    kit: { madeAt: kitFacts.kitMadeAt, lastDrillAt: kitFacts.lastKitDrillAt, dueAt: kitDueAt(kitFacts) },
    unprovenUpdate: unproven(update, good),
    running, nextAt: (await planOf(deps))?.at.toISOString() ?? null,
  };
}
