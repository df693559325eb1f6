import { stat } from 'node:fs/promises';

import type { Pack } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { LocalState } from './local-state.ts';
import type { BackupContext, DatabaseSnapshot, SnapshotFacts } from './ports.ts';
import { PIECE_BYTES } from './read-ahead.ts';
import { scanChanges, type ScannedFile, type ScanResult } from './scan.ts';
import { Shipment } from './shipment.ts';
import { type Crew, withCrew } from './work/crew.ts';

/** Content of a pack. Small enough that three in flight fill a line and cost little memory (design/backup.md §C, measured). */
export const PACK_BYTES = PIECE_BYTES;
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

interface Tools {
  readonly crew: Crew;
  readonly shipment: Shipment;
  readonly spare: Uint8Array[];
  /** Bytes of the file looked at, and of the whole. */
  readonly onBytes: (scanned: number, total: number) => void;
}

interface StillLook {
  readonly scanned: ScannedFile;
  readonly scan: ScanResult;
  /** Null when more has changed than fits into one round: then the look did not go to the end. */
  readonly facts: SnapshotFacts | null;
}

/** One look at the file from its first page on, held still: to the end, or until more has changed than one round takes. */
function lookStill(o: CopyOptions, { crew, spare, onBytes }: Tools): Promise<StillLook> {
  return o.ctx.source.snapshot(async snapshot => {
    const { file, pageSize, pages } = snapshot;
    await adoptPageSize(o.state, pageSize);
    o.state.map.reserve(pages);
    const counted: { facts?: Promise<SnapshotFacts> } = {};
    const count = () => (counted.facts ??= snapshot.facts());
    const scanning = scanChanges(snapshot, {
      map: o.state.map, crew, spare, keyHex: o.ctx.keyHex.reveal(), from: 1, packs: ROUND_PACKS,
      still: { checkAll: o.fullCompare, knownSha256: o.fullCompare ? null : o.state.knownSha256 },
      onPages: (done, total) => {
        // counted beside the reading, but not for a look that ends after a few pieces
        if (done * pageSize > ROUND_PACKS * PACK_BYTES) count().catch(() => undefined);
        onBytes(done * pageSize, total * pageSize);
      },
    });
    // neither may still be reading when the file is let go
    await Promise.allSettled([scanning]);
    await Promise.allSettled([counted.facts]);
    const scan = await scanning;
    return { scanned: { file, pageSize, pages }, scan, facts: scan.next === null ? await count() : null };
  });
}

/**
 * Brings what differs from page `from` on while users write, without holding anything. A page caught in the middle of
 * being written does not check out and is left for the next look, as is everything that changes behind this one.
 */
async function bringLoose(o: CopyOptions, { scanned, from }: { scanned: ScannedFile; from: number }, { crew, shipment, spare, onBytes }: Tools): Promise<void> {
  const { file, pageSize } = scanned;
  for (let next: number | null = from; next !== null;) {
    const pages = Math.floor((await stat(file)).size / pageSize);
    const scan: ScanResult = await scanChanges({ file, pageSize, pages }, {
      map: o.state.map, crew, spare, keyHex: o.ctx.keyHex.reveal(), from: next, packs: ROUND_PACKS, still: null,
      onPages: (done, total) => onBytes(done * pageSize, total * pageSize),
    });
    for (const changed of scan.changed) await shipment.send(changed, { pageSize, macKey: scan.macKey, mayBeTorn: true });
    next = scan.next;
  }
}

async function copyWith(o: CopyOptions, crew: Crew): Promise<Copied> {
  let [scanned, total] = [0, 1];
  const tell = () => o.ctx.onProgress({ job: 'backup', phase: 'copying', done: Math.max(0, scanned - shipment.waitingBytes), total });
  const spare: Uint8Array[] = [];
  const shipment = new Shipment({ ctx: o.ctx, state: o.state, crew, spare, onStored: tell });
  const tools: Tools = {
    crew, shipment, spare,
    onBytes: (done, of) => {
      [scanned, total] = [done, of];
      tell();
    },
  };
  try {
    for (let passes = 0; passes < MAX_PASSES; passes += 1) {
      // what a look compares with must be noted
      await shipment.arrived();
      const look = await lookStill(o, tools);
      const { scan, facts, scanned: { pageSize, pages } } = look;
      for (const changed of scan.changed) await shipment.send(changed, { pageSize, macKey: scan.macKey, mayBeTorn: false });
      if (scan.fileSha256 !== null && facts !== null) {
        await shipment.arrived();
        o.state.map.resize(pages);
        return { snapshot: { pageSize, pages, ...facts }, fileSha256: scan.fileSha256, packs: shipment.packs, uploadedBytes: shipment.storedBytes };
      }
      if (scan.next !== null) await bringLoose(o, { scanned: look.scanned, from: scan.next }, tools);
    }
    throw new AppError('busy');
  } finally {
    // also after a failure: nothing may still be writing when the run has ended, and what arrived is in the journal
    await shipment.settled();
  }
}

/**
 * Brings the place up to the database. The look that counts holds the file still from its first page to its last: when
 * what has changed fits in memory, that look is the backup, for nothing it saw can have changed before its pages are
 * taken. When more has changed (the first backup, a new base), the rest is first brought while nothing is held, and
 * then looked at again.
 */
export const copyPages = (o: CopyOptions): Promise<Copied> => withCrew(crew => copyWith(o, crew));
