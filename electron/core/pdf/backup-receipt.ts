import { type BackupReceipt, formatReceipt, receiptCode } from '#shared/domain/backup/receipt.ts';
import { MARGIN, type PaperDoc, plainPaper, WIDTH } from './plain-paper.ts';
import { drawQr } from './qr.ts';

const QR_SIZE = 150;

const ADVICE = [
  'Lägg kvittot hos återställningskitet. Det öppnar ingenting och innehåller inga patientuppgifter.',
  'Behövs när datorn är förstörd: en ny dator kan inte veta om någon har tagit bort de nyaste säkerhetskopiorna. Välj ”Jämför med kvitto” vid återställningen och skriv koden, eller skanna QR-koden.',
  'Skriv ut ett nytt kvitto varje månad och kasta det gamla.',
];

function drawFacts(doc: PaperDoc, { generation, placeName }: BackupReceipt, timeZone: string): void {
  const { counts, logHead } = generation;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(generation.createdAt));
  const number = (value: number): string => new Intl.NumberFormat('sv-SE').format(value);
  const facts: readonly (readonly [string, string])[] = [
    ['Gjord', made], ['Plats', placeName], ['Nummer', `${generation.seq} (dator ${generation.machineId})`], ['Patienter', number(counts.patients)],
    ['Anteckningar', `${number(counts.notes)} i ${number(counts.versions)} versioner`], ['Loggrader', `${number(logHead.seq)}, sista kontrollsumma ${logHead.hash.slice(0, 16)}`],
  ];
  for (const [name, value] of facts) {
    const y = doc.y;
    doc.font('regular').fontSize(9).fillColor('#555555').text(name, MARGIN, y, { width: 90, lineBreak: false });
    doc.fontSize(10).fillColor('#000000').text(value, MARGIN + 92, y - 1, { width: WIDTH - 92 });
    doc.moveDown(0.35);
  }
}

function draw(doc: PaperDoc, receipt: BackupReceipt, timeZone: string): void {
  const beside = { width: WIDTH - QR_SIZE - 12 };
  doc.font('bold').fontSize(20).fillColor('#000000').text('Kvitto på säkerhetskopia', MARGIN, MARGIN, beside);
  doc.font('regular').fontSize(10).text('Backup receipt', beside);
  doc.moveDown(0.8).font('bold').fontSize(12).text(receipt.clinicName, beside);
  doc.moveDown(1).font('regular').fontSize(9).fillColor('#555555').text('Kod att skriva av', beside);
  doc.font('Courier-Bold').fontSize(18).fillColor('#000000').text(receiptCode(receipt), { ...beside, characterSpacing: 1 });
  drawQr(doc, formatReceipt(receipt), { x: MARGIN + WIDTH - QR_SIZE, y: MARGIN, size: QR_SIZE });
  doc.y = MARGIN + QR_SIZE + 16;
  drawFacts(doc, receipt, timeZone);
  doc.moveDown(0.6).font('regular').fontSize(9.5).fillColor('#000000');
  for (const paragraph of ADVICE) doc.text(paragraph, MARGIN, doc.y, { width: WIDTH, lineGap: 1.5 }).moveDown(0.4);
}

/** The receipt of one backup as a PDF (A4): its code to type, the QR code with the whole of it, and what the backup holds. No secret, no patient. */
export function backupReceiptPdf(receipt: BackupReceipt, timeZone: string): Promise<Buffer> {
  return plainPaper({ title: 'Kvitto på säkerhetskopia', copies: 1 }, doc => draw(doc, receipt, timeZone));
}
