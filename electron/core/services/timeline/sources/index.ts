import type { TimelineSource } from '../source.ts';
import { documents, referrals } from './documents.ts';
import { attachments, incoming } from './files.ts';
import { measurements } from './measurements.ts';
import { medications } from './medications.ts';
import { notes } from './notes.ts';
import { visits } from './visits.ts';
import { warnings } from './warnings.ts';

/** Everything a time line is made of, in no order: rows are merged by when they happened. */
export const SOURCES: readonly TimelineSource[] = [notes, documents, referrals, visits, warnings, measurements, attachments, incoming, medications];
