import type { AppError, ErrorCode } from '#shared/kernel/app-error.ts';

export const USAGE = `npm run restore -- (--from FOLDER | --server-sheet FILE) (--kit FILE | --kit - | --card) (--list | --to DATAFOLDER) [options]

  --from FOLDER        the backups: a folder, a disk, a network drive
  --server-sheet FILE  or the sheet of a server (the text of its QR code, or its lines typed)
  --kit FILE           the recovery kit's text (scanned QR code) or its codes, typed in any manner; - reads it from standard input
  --card               an administrator's card in the reader; the PIN is asked for (--card-profile NAME for another card program)
  --to DIR             a new or empty folder; becomes a data folder the program can be started with
  --list               shows what there is and restores nothing
  --generation N       that backup instead of the newest whole one; --machine M: of that computer
  --receipt TEXT       a printed receipt (31-9F2C-4A10, or a file with its QR text): are newer backups missing here?
  --also PLACE         a second place, folder or file with a server sheet: lost parts are taken from it
  --confirmed-by A --confirmed-by B   two persons' names, where an older or doubtful backup is wanted; they are logged
  --missing FILE       writes the list of what is missing, as JSON
Exit code 0: restored and equal to the backup; 2: restored, but not equal (what is missing is listed); 3: two persons must confirm; 1: not restored.`;

/** What each refusal means, for a technician; the program itself says it in the user's language. */
const WORDS: Readonly<Partial<Record<ErrorCode, string>>> = {
  'restore.kitWrong': 'the kit does not belong to these backups, or is mistyped',
  'restore.cardWrong': 'this card cannot open these backups; use the kit or an administrator’s card',
  'restore.noBackups': 'there are no backups there',
  'restore.signatureWrong': 'the backups are not signed by the clinic; somebody may have replaced them',
  'restore.diskFull': 'there is not enough room to restore',
  'restore.computerDisk': 'the disk to restore to could not be read or written; it says nothing about the backup',
  'restore.receiptWrong': 'that is not a receipt, or it is mistyped',
  'restore.serverSheetWrong': 'the server sheet is not complete, or is mistyped',
  'restore.samePerson': 'it must be two different persons',
  'backup.placeMissing': 'the folder with the backups does not exist or cannot be read',
  'backup.placeDamaged': 'the backups are damaged',
  'backup.placeFailing': 'the disk with the backups fails at reading; try another cable, port or computer. It says nothing about the backups',
  'backup.placeForeign': 'the second place belongs to another clinic',
  'instance.alreadyRunning': 'another program is using the folder to restore to',
  'record.notFound': 'there is no such generation',
  'db.readOnly': 'the folder to restore to cannot be written to',
  'db.io': 'the disk to restore to could not be read or written',
  'server.unreachable': 'the server does not answer; is there a network, and is the address on the sheet right?',
  'server.timedOut': 'the server took too long to answer',
  'server.untrusted': 'the server’s certificate is not trusted; does the sheet have the line "authority" of the clinic’s own authority?',
  'server.keyUnknown': 'the server does not know the access key of the sheet: mistyped, or withdrawn',
  'server.secretWrong': 'the secret key of the sheet is wrong',
  'server.regionWrong': 'the region of the sheet is wrong',
  'server.denied': 'the server refuses this key there; are bucket and prefix as on the sheet?',
  'server.bucketMissing': 'there is no such bucket on the server',
  'server.clockWrong': 'this computer’s clock is wrong',
  'server.notS3': 'what answers at this address is not a server for backups',
  'server.redirects': 'the server sends us to another address, and that is not followed',
  'server.addressRefused': 'the address on the sheet is not https',
  'server.failing': 'the server says that it has a fault of its own; try again later',
};

const PARAMS: Readonly<Record<string, string>> = { field: 'line', path: 'at', neededMb: 'MB needed', freeMb: 'MB free', region: 'region of the server' };

/** The refusal in a technician's words with what it names; the code itself where there are none. */
export function wordsFor({ code, params }: Pick<AppError, 'code' | 'params'>): string {
  const named = Object.entries(params).filter(([name, value]) => name in PARAMS && value !== '').map(([name, value]) => `${PARAMS[name]}: ${value}`);
  return `${WORDS[code] ?? code}${named.length === 0 ? '' : ` (${named.join(', ')})`}`;
}
