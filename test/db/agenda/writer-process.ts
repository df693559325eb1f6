import { openDatabase } from '#electron/core/db/database.ts';
import { isConstraint } from '#electron/core/db/storage-error.ts';
import { insertVisit } from '#electron/core/repositories/appointment.ts';
import { visitTimes } from '#shared/domain/agenda/service.ts';

/** One of several programs that write to the same clinic: books every slot it is told, as fast as it can. */
interface Job {
  readonly file: string;
  readonly keyHex: string;
  readonly writer: number;
  readonly serviceId: string;
  readonly resourceId: string;
  readonly starts: readonly string[];
}

process.once('message', (job: Job) => {
  void work(job);
});

async function work(job: Job): Promise<void> {
  const db = await openDatabase({ file: job.file, mode: 'readwrite', getKeyHex: () => job.keyHex });
  const won: string[] = [];
  const refused: string[] = [];
  process.send?.({ ready: true });
  await new Promise(resolve => process.once('message', resolve));
  for (const start of job.starts) {
    const times = visitTimes(start, { duration: 30, before: 0, after: 0 });
    const visit = {
      ...times, id: `${job.writer}-${start}`, version: 1, serviceId: job.serviceId, patientId: null, bookingName: `Writer ${job.writer}`, bookingPhone: '', timeZone: 'Europe/Stockholm',
      status: 'booked', note: '', lateCancelHours: 24, overbooked: false, arrivedAt: null, identityProof: null, resourceIds: [job.resourceId],
    } as const;
    try {
      await db.write(tx => insertVisit(tx, visit, { by: null, at: start }));
      won.push(start);
    } catch (error) {
      if (!isConstraint(error, 'agenda.doubleBooked')) throw error;
      refused.push(start);
    }
  }
  await db.close();
  process.send?.({ won, refused }, () => process.disconnect());
}
