import type { Database } from '../db/database.ts';
import type { Clock } from '../ports/clock.ts';

/** What every area's service gets from the composition root. */
export interface ServiceDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** Tells every screen, after commit, that answers of these contract areas are stale. */
  readonly changed: (...areas: string[]) => void;
  readonly clinic: { readonly id: string; readonly name: string; readonly country: 'SE' | 'DK' | 'NO' | 'DE'; readonly timeZone: string; readonly isDemo: boolean };
}
