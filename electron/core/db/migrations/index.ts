import type { Writer } from '../handles.ts';
import * as m0001 from './0001-foundation.ts';
import * as m0002 from './0002-patients.ts';
import * as m0003 from './0003-agenda.ts';
import * as m0004 from './0004-journal.ts';
import * as m0005 from './0005-backup.ts';
import * as m0006 from './0006-staff.ts';
import * as m0007 from './0007-appointment-by-start.ts';
import * as m0008 from './0008-booking.ts';
import * as m0009 from './0009-schedule.ts';
import * as m0010 from './0010-waiting-groups-recalls.ts';
import * as m0011 from './0011-prints-and-feeds.ts';
import * as m0012 from './0012-money.ts';
import * as m0013 from './0013-reminders.ts';
import * as m0014 from './0014-desk.ts';
import * as m0015 from './0015-writing.ts';
import * as m0016 from './0016-signing.ts';
import * as m0017 from './0017-codes.ts';
import * as m0018 from './0018-attachments.ts';
import * as m0019 from './0019-timeline.ts';
import * as m0020 from './0020-documents.ts';
import * as m0021 from './0021-care.ts';
import * as m0022 from './0022-information.ts';
import * as m0023 from './0023-documents-with-the-day.ts';
import * as m0024 from './0024-backup-targets.ts';
import * as m0025 from './0025-drill.ts';
import * as m0026 from './0026-leaving-and-breach.ts';
import * as m0027 from './0027-after-restore.ts';
import * as m0028 from './0028-destruction.ts';
import * as m0029 from './0029-fewer-pages-a-day.ts';

export interface Migration {
  readonly version: number;
  readonly up: (tx: Writer) => Promise<void>;
}

/** Append only. A shipped migration is never edited; a mistake gets a new number. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, up: m0001.up },
  { version: 2, up: m0002.up },
  { version: 3, up: m0003.up },
  { version: 4, up: m0004.up },
  { version: 5, up: m0005.up },
  { version: 6, up: m0006.up },
  { version: 7, up: m0007.up },
  { version: 8, up: m0008.up },
  { version: 9, up: m0009.up },
  { version: 10, up: m0010.up },
  { version: 11, up: m0011.up },
  { version: 12, up: m0012.up },
  { version: 13, up: m0013.up },
  { version: 14, up: m0014.up },
  { version: 15, up: m0015.up },
  { version: 16, up: m0016.up },
  { version: 17, up: m0017.up },
  { version: 18, up: m0018.up },
  { version: 19, up: m0019.up },
  { version: 20, up: m0020.up },
  { version: 21, up: m0021.up },
  { version: 22, up: m0022.up },
  { version: 23, up: m0023.up },
  { version: 24, up: m0024.up },
  { version: 25, up: m0025.up },
  { version: 26, up: m0026.up },
  { version: 27, up: m0027.up },
  { version: 28, up: m0028.up },
  { version: 29, up: m0029.up },
];
