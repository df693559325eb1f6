import { formatServerSheet, type ServerSheet, serverSheetCheck } from '#shared/domain/backup/server-sheet.ts';
import { MARGIN, type PaperDoc, plainPaper, WIDTH } from './plain-paper.ts';
import { drawQr } from './qr.ts';

const QR_SIZE = 220;
const COPIES = 2;

const ADVICE = [
  'Bladet hör till återställningskitet. Lägg ett exemplar i varje kuvert. Det öppnar inga journaler, men den som har det kan hämta klinikens krypterade säkerhetskopior och skicka dit nya.',
  'Behövs när datorn är förstörd eller stulen: starta Klinikbok på en ny dator, välj ”Återställ”, välj ”Server” och skanna QR-koden eller skriv av raderna. Ha kitet eller en administratörs kort till hands.',
  'Byts nycklarna hos leverantören måste bladet skrivas ut på nytt och det gamla förstöras.',
];
const TECHNICIAN = [
  'For a technician without the program: the QR code is a text file server.txt. With python3, age and openssl, and the scripts in the folder “tools” of the backups:',
  'python3 restore.py --server server.txt --kit kit.txt --out restored',
];

/** Groups of five are easier to type; blanks inside are ignored when it is read. */
const grouped = (text: string): string => text.match(/.{1,5}/g)?.join(' ') ?? '';

function drawFields(doc: PaperDoc, { place }: ServerSheet, y: number): number {
  const fields: readonly (readonly [string, string])[] = [
    ['endpoint', place.endpoint], ['region', place.region], ['bucket', place.bucket], ...(place.prefix === '' ? [] : [['prefix', place.prefix] as const]),
    ['access-key-id', grouped(place.accessKeyId)], ['secret-access-key', grouped(place.secretAccessKey.reveal())],
  ];
  doc.font('bold').fontSize(10).fillColor('#000000').text('Att skriva av, rad för rad', MARGIN, y);
  let at = y + 18;
  for (const [name, value] of fields) {
    doc.font('Courier').fontSize(9).fillColor('#555555').text(`${name}:`, MARGIN, at + 2, { width: 120, lineBreak: false });
    doc.font('Courier-Bold').fontSize(11.5).fillColor('#000000').text(value, MARGIN + 122, at, { width: WIDTH - 122 });
    at = doc.y + 7;
  }
  if (place.authority !== null) {
    doc.font('italic').fontSize(8).fillColor('#555555').text('Servern har ett eget certifikat. Det finns i QR-koden och behövs bara om den inte kan skannas: be leverantören om det.', MARGIN, at, { width: WIDTH });
    at = doc.y + 6;
  }
  return at;
}

function drawCheck(doc: PaperDoc, sheet: ServerSheet, y: number): number {
  doc.font('bold').fontSize(10).fillColor('#000000').text('Kontrollsiffror (check)', MARGIN, y + 4, { lineBreak: false });
  const digits = serverSheetCheck(sheet).toUpperCase();
  doc.font('Courier-Bold').fontSize(16).text(`${digits.slice(0, 4)} ${digits.slice(4)}`, MARGIN + 160, y, { characterSpacing: 2 });
  doc.font('italic').fontSize(8).fillColor('#555555').text('Skriv in dem i Klinikbok när bladet är utskrivet: då räknas platsen som klar. Stora och små bokstäver spelar roll i nycklarna men inte här.', MARGIN, doc.y + 4, { width: WIDTH });
  return doc.y;
}

function drawCopy(doc: PaperDoc, sheet: ServerSheet, o: { copy: number; clinicName: string }): void {
  const beside = { width: WIDTH - QR_SIZE - 12 };
  doc.font('bold').fontSize(20).fillColor('#000000').text('Serverblad', MARGIN, MARGIN);
  doc.font('regular').fontSize(10).text(`Server sheet · exemplar ${o.copy} av ${COPIES} · hör till återställningskitet`, beside);
  doc.moveDown(0.8).font('bold').fontSize(12).text(o.clinicName, beside);
  doc.font('regular').fontSize(9).text(`Plats för säkerhetskopior: ${sheet.name}`, beside);
  doc.fontSize(8.5).text(`Klinik ${sheet.clinicId ?? ''}`, beside).text(`Plats-id ${sheet.repositoryId ?? ''}`, beside).text(`Utskrivet ${(sheet.createdAt ?? '').slice(0, 10)}`, beside);
  drawQr(doc, formatServerSheet(sheet), { x: MARGIN + WIDTH - QR_SIZE, y: MARGIN, size: QR_SIZE });
  doc.font('regular').fontSize(9.5).fillColor('#000000');
  let y = MARGIN + QR_SIZE + 14;
  for (const paragraph of ADVICE) {
    doc.text(paragraph, MARGIN, y, { width: WIDTH, lineGap: 1.5 });
    y = doc.y + 5;
  }
  y = drawCheck(doc, sheet, drawFields(doc, sheet, y + 8) + 10);
  doc.font('bold').fontSize(9).fillColor('#000000').text('För tekniker / For a technician', MARGIN, y + 16);
  doc.font('regular').fontSize(8).text(TECHNICIAN[0] ?? '', { width: WIDTH });
  doc.font('Courier').fontSize(8).text(TECHNICIAN[1] ?? '', { width: WIDTH });
}

/**
 * The server sheet as a PDF (A4): two identical copies, a page each, with the QR code that is the text of server.txt and
 * the lines to type. Holds the server's keys: never written to a file, only to the printer's dialog.
 */
export function renderServerSheet(sheet: ServerSheet, clinicName: string): Promise<Uint8Array> {
  return plainPaper({ title: 'Serverblad', copies: COPIES }, (doc, copy) => drawCopy(doc, sheet, { copy, clinicName }));
}
