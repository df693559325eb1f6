import type { After } from '../refresher.ts';
import type { ServiceDeps } from '../service-deps.ts';

export interface FeedsDeps extends ServiceDeps {
  /** The program's own folder, where no file for others may lie. */
  readonly dataDir: string;
  readonly after: After;
}
