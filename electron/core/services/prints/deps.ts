import type { AuditEntry } from '#shared/domain/log/audit.ts';
import type { PAPER_LANGUAGES } from '#shared/domain/prints/print-setting.ts';
import type { Writer } from '../../db/handles.ts';
import type { After } from '../refresher.ts';
import type { ServiceDeps } from '../service-deps.ts';

export interface PrintsDeps extends ServiceDeps {
  /** The program's own folder, where no file for others may lie. */
  readonly dataDir: string;
  /** A log row for what the program does by itself. */
  readonly logOwn: (tx: Writer, entry: AuditEntry) => Promise<void>;
  /** Of this computer: what the program writes by itself. */
  readonly language: () => Promise<(typeof PAPER_LANGUAGES)[number]>;
  readonly after: After;
}
