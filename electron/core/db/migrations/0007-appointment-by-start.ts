import type { Writer } from '../handles.ts';

/** Today's queue, work lists and reminders ask for visits by time, whoever has them. */
export async function up(tx: Writer): Promise<void> {
  await tx.raw('CREATE INDEX appointment_by_start ON appointment (start_utc, status)');
}
