import type { Writer } from '../handles.ts';
import { keepHistory } from './record-history.ts';

/** Everything of a visit that can change, the columns of series and groups among them. */
const VISIT = [
  'service_id', 'patient_id', 'booking_name', 'booking_phone', 'booking_birth_date', 'start_utc', 'end_utc', 'block_start_utc', 'block_end_utc', 'tz', 'status', 'note',
  'series_id', 'series_start', 'group_id', 'overbooked', 'arrived_at', 'identity_proof', 'no_show_fee_minor', 'fee_proposed', 'replaces_id',
];

/**
 * Work lists ask for a handful of visits among a million. Each of these holds only the visits its list can show, so it
 * stays small however many years a clinic has worked. The queries repeat the WHERE word for word.
 */
export async function up(tx: Writer): Promise<void> {
  await tx.raw(`CREATE INDEX appointment_unfinished ON appointment (start_utc) WHERE status IN ('booked', 'confirmed', 'arrived', 'inTreatment')`);
  await tx.raw(`CREATE INDEX appointment_rescheduled ON appointment (start_utc) WHERE status = 'rescheduled'`);
  // Done visits against what was written: each holds all that the question asks, so no note is touched.
  await tx.raw(`CREATE INDEX note_of_author ON note (author_id, event_time, patient_id, latest_no) WHERE note_type <> 'system'`);
  await tx.raw(`CREATE INDEX note_of_signer ON note (signer_id, event_time, patient_id, latest_no) WHERE note_type <> 'system' AND author_id <> signer_id`);
  await tx.raw(`DROP TRIGGER appointment_history`);
  await tx.raw(keepHistory({ table: 'appointment', columns: VISIT }));
}
