import { randomBytes } from 'node:crypto';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { Feed, feeds } from '#shared/contract/feeds.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { endFeed, findFeeds, insertFeed } from '../../repositories/calendar-feed.ts';
import { readPrintSetting, saveFeedFolder } from '../../repositories/print-setting.ts';
import { findResources } from '../../repositories/resource.ts';
import { requireFolder } from '../outside-folder.ts';
import type { Refresher } from '../refresher.ts';
import type { FeedsDeps } from './deps.ts';
import { feedFile, feedRefresher, removeFeedFile } from './write-feeds.ts';

export interface FeedsService {
  readonly handlers: AreaHandlers<typeof feeds, CallContext>;
  readonly files: Refresher;
}

/** Calendar files of practitioners (C-13). */
export function createFeedsService(deps: FeedsDeps): FeedsService {
  const files = feedRefresher(deps);
  return {
    files,
    handlers: {
      list: async () => {
        const { feedFolder: folder, version } = await readPrintSetting(deps.db.reader);
        return { folder, version, feeds: await listFeeds(deps) };
      },
      setFolder: async (ctx, input) => {
        const saved = await setFolder(deps, ctx, input);
        await files.runNow();
        return saved;
      },
      renew: async (ctx, { resourceId }) => {
        await renew(deps, ctx, resourceId);
        await files.runNow();
        const feed = (await listFeeds(deps)).find(one => one.resourceId === resourceId);
        if (!feed) throw new AppError('record.notFound');
        return feed;
      },
      revoke: async (ctx, { resourceId }) => {
        await revoke(deps, ctx, resourceId);
        return {};
      },
    },
  };
}

/** Every practitioner who can be booked, with their file or without; and those who left but whose file still exists. */
async function listFeeds({ db }: FeedsDeps): Promise<Feed[]> {
  const byResource = new Map((await findFeeds(db.reader)).map(feed => [feed.resourceId, feed]));
  const practitioners = (await findResources(db.reader)).filter(one => one.kind === 'practitioner' && (one.active || byResource.has(one.id)));
  return practitioners.map(({ id, name }) => {
    const feed = byResource.get(id);
    return { resourceId: id, name, fileName: feed ? feedFile(feed.token) : null, writtenAt: feed?.writtenAt ?? null, problem: feed?.problem ?? null };
  });
}

async function setFolder(deps: FeedsDeps, ctx: CallContext, { version, folder }: { readonly version: number; readonly folder: string | null }) {
  const before = await readPrintSetting(deps.db.reader);
  if (folder !== null) await requireFolder(folder, deps.dataDir);
  const change = { by: ctx.userId, at: deps.clock.now().toISOString() };
  const next = await deps.db.write(async tx => {
    const saved = await saveFeedFolder(tx, version, folder, change);
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'print_setting', objectId: 'clinic', objectVersion: saved, reasonCode: 'feedFolder' });
    return saved;
  });
  if (before.feedFolder !== folder) for (const feed of await findFeeds(deps.db.reader)) await removeFeedFile(before.feedFolder, feed.token);
  deps.changed('feeds', 'prints');
  return { version: next };
}

async function renew(deps: FeedsDeps, ctx: CallContext, resourceId: string): Promise<void> {
  const { feedFolder: folder } = await readPrintSetting(deps.db.reader);
  if (folder === null) throw new AppError('feeds.noFolder');
  await requireFolder(folder, deps.dataDir);
  if (!(await findResources(deps.db.reader)).some(one => one.id === resourceId && one.kind === 'practitioner' && one.active)) throw new AppError('record.notFound');
  const old = (await findFeeds(deps.db.reader)).find(feed => feed.resourceId === resourceId);
  const change = { by: ctx.userId, at: deps.clock.now().toISOString() };
  const id = deps.newId();
  await deps.db.write(async tx => {
    if (old) await endFeed(tx, old.id, change);
    await insertFeed(tx, { id, resourceId, token: randomBytes(20).toString('hex') }, change);
    await ctx.log(tx, { action: 'FEED', category: 'system', objectType: 'calendar_feed', objectId: id, reasonCode: old ? 'feedRenewed' : 'feedBegun' });
  });
  if (old) await removeFeedFile(folder, old.token);
}

async function revoke(deps: FeedsDeps, ctx: CallContext, resourceId: string): Promise<void> {
  const { feedFolder } = await readPrintSetting(deps.db.reader);
  const feed = (await findFeeds(deps.db.reader)).find(one => one.resourceId === resourceId);
  if (!feed) throw new AppError('record.notFound');
  await deps.db.write(async tx => {
    await endFeed(tx, feed.id, { by: ctx.userId, at: deps.clock.now().toISOString() });
    await ctx.log(tx, { action: 'FEED', category: 'system', objectType: 'calendar_feed', objectId: feed.id, reasonCode: 'feedRevoked' });
  });
  await removeFeedFile(feedFolder, feed.token);
  deps.changed('feeds');
}
