import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { addDays, dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import { findFeedEntries, findFeeds, findTaken, saveFeedEntries, saveFeedState, type StoredFeed } from '../../repositories/calendar-feed.ts';
import { readPrintSetting } from '../../repositories/print-setting.ts';
import { fileProblem, requireFolder } from '../outside-folder.ts';
import { createRefresher, type Refresher } from '../refresher.ts';
import type { FeedsDeps } from './deps.ts';
import { nextEntries } from './entries.ts';
import { calendarFile } from './icalendar.ts';

const MINUTE_MS = 60_000;
const PAST_DAYS = 14;
const AHEAD_DAYS = 400;

/** The name itself is what protects the file, once the clinic's own sync has given it an address. */
export const feedFile = (token: string): string => `${token}.ics`;

/** Keeps every calendar file up to date while somebody is signed in (C-13). */
export const feedRefresher = (deps: FeedsDeps): Refresher =>
  createRefresher({ nowMs: () => deps.clock.monotonicMs(), after: deps.after, work: () => writeFeeds(deps), settleMs: 5000, everyMs: MINUTE_MS, atLeastMs: 60 * MINUTE_MS });

/** Writes every file. What went wrong is kept with its feed and is not thrown. */
async function writeFeeds(deps: FeedsDeps): Promise<void> {
  const { feedFolder: folder } = await readPrintSetting(deps.db.reader);
  const feeds = folder === null ? [] : await findFeeds(deps.db.reader);
  if (folder === null || feeds.length === 0) return;
  for (const feed of feeds) await writeFeed(deps, feed, folder);
  deps.changed('feeds');
}

async function writeFeed(deps: FeedsDeps, feed: StoredFeed, folder: string): Promise<void> {
  const { db, clock, clinic } = deps;
  const now = clock.now();
  const today = dateAt(now.getTime(), clinic.timeZone);
  const from = startOfDay(addDays(today, -PAST_DAYS), clinic.timeZone);
  try {
    await requireFolder(folder, deps.dataDir);
    const taken = await findTaken(db.reader, { resourceId: feed.resourceId, from, to: startOfDay(addDays(today, AHEAD_DAYS), clinic.timeZone) });
    const next = nextEntries(await findFeedEntries(db.reader, feed.id), taken, { now: now.toISOString(), from, newUid: () => `${randomUUID()}@klinikbok.invalid` });
    // What the file will say is durable first: a file that says less is made good next time, a UID that is forgotten is not.
    await db.write(tx => saveFeedEntries(tx, feed.id, next));
    await writeDurably(join(folder, feedFile(feed.token)), calendarFile(next.entries));
    await db.write(tx => saveFeedState(tx, feed.id, { writtenAt: now.toISOString(), problem: null }));
  } catch (error) {
    await db.write(tx => saveFeedState(tx, feed.id, { writtenAt: null, problem: fileProblem(error) }));
  }
}

/** Takes a file away. One that cannot be reached stays out of date and is told of by nobody: its feed is gone. */
export const removeFeedFile = (folder: string | null, token: string): Promise<void> =>
  folder === null ? Promise.resolve() : rm(join(folder, feedFile(token)), { force: true }).catch(() => undefined);
