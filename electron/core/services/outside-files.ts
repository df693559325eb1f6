import type { Refresher } from './refresher.ts';

/** Files that the program keeps up to date outside its own folder, while somebody is signed in. */
export interface OutsideFiles {
  readonly add: (...files: Refresher[]) => void;
  readonly start: () => void;
  /** Contract areas whose answers are stale. */
  readonly changed: (areas: readonly string[]) => void;
  /** Before a lock: brings up to date what is not, as far as the time allows. */
  readonly finish: () => Promise<void>;
}

/** What stands in the files: visits, who has them, and what patients are called and reached by. */
const SOURCES: ReadonlySet<string> = new Set(['agenda', 'schedule', 'patients', 'patientImport', 'waiting', 'groups', 'staff']);

/**
 * A lock may take 0.8 s in all (supervisor/lock-controller.ts). A file that is not ready by then keeps its last state, which
 * is minutes old and says so; it is never half written.
 */
const FINISH_MS = 300;

/** Files the clinic has outside the program (emergency sheet, calendars): written anew when what they tell of changes. */
export function outsideFiles(): OutsideFiles {
  const files: Refresher[] = [];
  return {
    add: (...more) => void files.push(...more),
    start: () => files.forEach(file => file.start()),
    changed: areas => {
      if (areas.some(area => SOURCES.has(area))) files.forEach(file => file.touch());
    },
    finish: async () => {
      files.forEach(file => file.stop());
      const enough = new Promise<void>(resolve => void setTimeout(resolve, FINISH_MS).unref());
      await Promise.race([enough, Promise.all(files.map(file => file.flush()))]);
    },
  };
}
