import { openDatabase } from '#electron/core/db/database.ts';
import { insertDocument, nextNumber } from '#electron/core/repositories/money-document.ts';

/** One of several programs that issue invoices in the same clinic; may be told to die in the middle of one. */
interface Job {
  readonly file: string;
  readonly keyHex: string;
  readonly writer: number;
  readonly invoices: number;
  /** The invoice whose number is taken and whose lines are written when the process is killed; -1: none. */
  readonly dieIn: number;
}

process.once('message', (job: Job) => {
  void work(job);
});

const SELLER = { name: 'Kliniken', organisationNumber: '556036-0793', vatNumber: '', fTax: false, address: ['Gatan 1'], phone: '', bankgiro: '5805-6201', swish: '', text: '' };

async function work(job: Job): Promise<void> {
  const db = await openDatabase({ file: job.file, mode: 'readwrite', getKeyHex: () => job.keyHex });
  process.send?.({ ready: true });
  await new Promise(resolve => process.once('message', resolve));
  const numbers: number[] = [];
  for (let one = 0; one < job.invoices; one += 1) {
    await db.write(async tx => {
      const number = await nextNumber(tx, 'invoice', 10_001);
      await insertDocument(tx, {
        id: `${job.writer}-${one}`, kind: 'invoice', series: 'invoice', number, refersTo: null, issuedOn: '2026-11-23', issuedAt: '2026-11-23T08:00:00.000Z', issuedBy: 'test', patientId: null,
        payerId: null, buyer: { name: 'Köparen', number: '', address: [], reference: '' }, seller: SELLER, dueOn: '2026-12-23', ocr: '', reason: '', totalMinor: 100, vatMinor: 0,
        lines: [{ position: 1, appointmentId: null, patientId: null, suppliedOn: '2026-11-23', kind: 'item', text: 'Rad', patientLabel: '', quantityHundredths: 100, unitMinor: 100, discountMinor: 0, grossMinor: 100, vatCode: 'exempt', vatRate: 0, vatMinor: 0, vatReasonNoteId: null }],
      });
      if (one === job.dieIn) process.kill(process.pid, 'SIGKILL');
      numbers.push(number);
    });
  }
  await db.close();
  process.send?.({ numbers }, () => process.disconnect());
}
