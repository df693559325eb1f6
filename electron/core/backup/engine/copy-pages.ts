import type { Pack } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { LocalState } from './local-state.ts';
import type { BackupContext, DatabaseSnapshot, SnapshotFacts } from './ports.ts';
import { scanChanges, type ScanResult } from './scan.ts';
import { Shipment } from './shipment.ts';
import { type Crew, withCrew } from './work/crew.ts';

/** Content of a pack. Small enough that three in flight fill a line and cost little memory (design/backup.md §C, measured). */
export const PACK_BYTES = 4 * 1024 * 1024;
/** Packs of changed pages held in memory at once. */
const ROUND_PACKS = 4;
/** Whole passes over a file that keeps changing faster than it can be copied, before giving up for now. */
const MAX_PASSES = 20;

export interface CopyOptions {
  readonly ctx: BackupContext;
  readonly state: LocalState;
  /** Check every page's HMAC in the last pass, not only of those that changed. */
  readonly fullCompare: boolean;
}

export interface Copied {
  /** What the last pass saw; the pages in the place add up to exactly this. */
  readonly snapshot: Pick<DatabaseSnapshot, 'pageSize' | 'pages'> & SnapshotFacts;
  readonly fileSha256: string;
  readonly packs: readonly Pack[];
  readonly uploadedBytes: number;
}

/** A file with another page size shares no page with what is stored: begin a new base. */
async function adoptPageSize(state: LocalState, pageSize: number): Promise<void> {
  if (state.fields.pageSize !== null && state.fields.pageSize !== pageSize) await state.beginBase();
  state.fields = { ...state.fields, pageSize };
}

interface Round {
  readonly pageSize: number;
  readonly pages: number;
  readonly scan: ScanResult;
  /** Of a pass that began at page 1. */
  readonly facts: SnapshotFacts | null;
}

/** The file became shorter than where the round would begin: that pass is over. */
const PAST_THE_END: ScanResult = { changed: [], macKey: Buffer.alloc(0), next: null, fileSha256: null };

interface Look {
  readonly from: number;
  readonly crew: Crew;
  readonly spare: Uint8Array[];
  readonly onPages: (done: number, total: number, pageSize: number) => void;
}

/** One look at the file, held still: from a page on until enough has changed or the end is reached. */
function lookAt(o: CopyOptions, { from, crew, spare, onPages }: Look): Promise<Round> {
  return o.ctx.source.snapshot(async snapshot => {
    const { pageSize, pages } = snapshot;
    await adoptPageSize(o.state, pageSize);
    if (from > pages) return { pageSize, pages, scan: PAST_THE_END, facts: null };
    const counting = from === 1 ? snapshot.facts() : Promise.resolve(null);
    const scanning = scanChanges(snapshot, {
      map: o.state.map, crew, spare, keyHex: o.ctx.keyHex.reveal(), from, packPages: PACK_BYTES / pageSize, packs: ROUND_PACKS,
      checkAll: o.fullCompare && from === 1, knownSha256: o.fullCompare ? null : o.state.knownSha256, onPages: (done, total) => onPages(done, total, pageSize),
    });
    // neither may still be reading when the file is let go
    await Promise.allSettled([counting, scanning]);
    return { pageSize, pages, scan: await scanning, facts: await counting };
  });
}

async function copyWith(o: CopyOptions, crew: Crew): Promise<Copied> {
  let [scanned, total] = [0, 1];
  const tell = () => o.ctx.onProgress({ job: 'backup', phase: 'copying', done: Math.max(0, scanned - shipment.waitingBytes), total });
  const spare: Uint8Array[] = [];
  const shipment = new Shipment({ ctx: o.ctx, state: o.state, crew, spare, onStored: tell });
  const onPages = (done: number, pages: number, pageSize: number) => {
    [scanned, total] = [done * pageSize, pages * pageSize];
    tell();
  };
  let from = 1;
  try {
    for (let passes = 0; passes < MAX_PASSES;) {
      // what a whole pass compares with must be noted; within a pass the rounds look at other pages than those on their way
      if (from === 1) await shipment.arrived();
      const { scan, facts, pageSize, pages } = await lookAt(o, { from, crew, spare, onPages });
      for (const changed of scan.changed) await shipment.send(changed, { pageSize, macKey: scan.macKey });
      if (scan.fileSha256 !== null && facts !== null) {
        await shipment.arrived();
        o.state.map.resize(pages);
        return { snapshot: { pageSize, pages, ...facts }, fileSha256: scan.fileSha256, packs: shipment.packs, uploadedBytes: shipment.storedBytes };
      }
      from = scan.next ?? 1;
      if (scan.next === null) passes += 1;
    }
    throw new AppError('busy');
  } finally {
    // also after a failure: nothing may still be writing when the run has ended, and what arrived is in the journal
    await shipment.settled();
  }
}

/**
 * Brings the place up to the database. Each round holds the file still only while it reads; encrypting and sending
 * happen while users work and while the next round reads. When one pass over the whole file finds so little changed
 * that it fits in one round, that pass is the backup: nothing it saw can have changed before its pages are in memory.
 */
export const copyPages = (o: CopyOptions): Promise<Copied> => withCrew(crew => copyWith(o, crew));
