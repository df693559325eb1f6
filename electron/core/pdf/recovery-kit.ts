import { kitGroups, kitText, type RecoveryKit } from '../security/recovery-kit/kit.ts';
import { MARGIN, type PaperDoc, plainPaper, WIDTH } from './plain-paper.ts';
import { drawQr } from './qr.ts';

const QR_SIZE = 150;
const COPIES = 2;

const ADVICE = [
  'Den som har detta papper kan läsa klinikens alla journaler. Lägg varje exemplar i ett eget förseglat kuvert: ett i klinikens värdeskåp, ett på en annan adress (bankfack, revisor).',
  'Pappret behövs när datorn är förstörd eller stulen, eller när inget kort längre kan öppna journalerna: starta Klinikbok, välj ”Återställ”, välj mappen med säkerhetskopiorna och skriv in koderna eller skanna QR-koden.',
  'Fotografera det inte, mejla det inte, spara det inte på en dator. Har någon obehörig sett det: gör ett nytt återställningskit i Klinikbok samma dag.',
];
const TECHNICIAN = [
  'Without the program (any technician): the QR code is a text file kit.txt. The folder “tools” of the backups holds scripts for python3, age and openssl and a page that says each step (README.md, på svenska LAS-MIG.md). In short:',
  'python3 restore.py --repo BACKUPFOLDER --kit kit.txt --out restored',
  'python3 sqlcipher-to-sqlite.py restored/clinic.db plain.sqlite --kit kit.txt',
];

function drawGroups(doc: PaperDoc, title: string, part: { groups: readonly string[]; first: number; y: number }): number {
  doc.font('bold').fontSize(10).fillColor('#000000').text(title, MARGIN, part.y);
  const columns = 4;
  const step = WIDTH / columns;
  part.groups.forEach((group, index) => {
    const x = MARGIN + (index % columns) * step;
    const y = part.y + 18 + Math.floor(index / columns) * 22;
    doc.font('regular').fontSize(7.5).fillColor('#555555').text(String(part.first + index), x, y + 4, { width: 14, align: 'right', lineBreak: false });
    doc.font('Courier-Bold').fontSize(14).fillColor('#000000').text(group, x + 20, y, { lineBreak: false, characterSpacing: 2 });
  });
  return part.y + 18 + Math.ceil(part.groups.length / columns) * 22 + 8;
}

function drawTechnical(doc: PaperDoc, kit: RecoveryKit, y: number): void {
  doc.font('bold').fontSize(9).fillColor('#000000').text('För tekniker / For a technician', MARGIN, y);
  doc.font('regular').fontSize(8).text(TECHNICIAN[0] ?? '', MARGIN, y + 14, { width: WIDTH });
  doc.font('Courier').fontSize(8);
  for (const line of TECHNICIAN.slice(1)) doc.text(line, { width: WIDTH });
  doc.moveDown(0.6).fontSize(8.5).text(kit.identity.reveal(), { width: WIDTH });
  const grouped = (hex: string) => hex.match(/.{1,8}/g)?.join(' ') ?? '';
  doc.text(`# database-key: ${grouped(kit.keyHex.reveal())}`, { width: WIDTH }).text(`# signing-key:  ${grouped(kit.signerFingerprint)}`, { width: WIDTH });
}

function drawCopy(doc: PaperDoc, kit: RecoveryKit, copy: number): void {
  doc.font('bold').fontSize(20).fillColor('#000000').text('Återställningskit', MARGIN, MARGIN);
  doc.font('regular').fontSize(10).text(`Recovery kit · exemplar ${copy} av ${COPIES}`, { width: WIDTH - QR_SIZE });
  doc.moveDown(0.8).font('bold').fontSize(12).text(kit.clinicName, { width: WIDTH - QR_SIZE - 12 });
  doc.font('regular').fontSize(8.5).text(`Klinik ${kit.clinicId}`, { width: WIDTH - QR_SIZE - 12 }).text(`Kit ${kit.kitId}`).text(`Skapad ${kit.createdAt.slice(0, 10)}`);
  if (kit.place !== null) doc.text(`Säkerhetskopior: ${kit.place}`, { width: WIDTH - QR_SIZE - 12 });
  drawQr(doc, kitText(kit), { x: MARGIN + WIDTH - QR_SIZE, y: MARGIN, size: QR_SIZE });
  doc.font('regular').fontSize(9.5);
  let y = MARGIN + QR_SIZE + 14;
  for (const paragraph of ADVICE) {
    doc.text(paragraph, MARGIN, y, { width: WIDTH, lineGap: 1.5 });
    y = doc.y + 5;
  }
  const groups = kitGroups(kit);
  y = drawGroups(doc, 'Kod A: säkerhetskopiornas nyckel', { groups: groups.slice(0, 12), first: 1, y: y + 6 });
  y = drawGroups(doc, 'Kod B: databasens nyckel', { groups: groups.slice(12), first: 13, y: y + 4 });
  doc.font('italic').fontSize(8).fillColor('#555555').text('Stora och små bokstäver och mellanslag spelar ingen roll. O läses som 0, I och L som 1.', MARGIN, y, { width: WIDTH });
  drawTechnical(doc, kit, y + 22);
}

/**
 * The recovery kit as a PDF (A4): two identical copies, one page each, with the codes to type, the QR code that is the
 * text of kit.txt, and what a technician needs without the program. Holds every secret of the clinic: never write it to
 * a file, only to the printer's dialog (design/security.md §3.5).
 */
export function renderRecoveryKit(kit: RecoveryKit): Promise<Uint8Array> {
  return plainPaper({ title: 'Återställningskit', copies: COPIES }, (doc, copy) => drawCopy(doc, kit, copy));
}
