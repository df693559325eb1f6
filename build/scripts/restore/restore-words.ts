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
const WORDS: Readonly<Partial<Record<string, string>>> = {
  'restore.kitWrong': 'the kit does not belong to these backups, or is mistyped',
  'restore.cardWrong': 'this card cannot open these backups; use the kit or an administrator’s card',
  'restore.noBackups': 'there are no backups there',
  'restore.signatureWrong': 'the backups are not signed by the clinic; somebody may have replaced them',
  'restore.diskFull': 'there is not enough room to restore',
  'restore.receiptWrong': 'that is not a receipt, or it is mistyped',
  'restore.serverSheetWrong': 'the server sheet is not complete, or is mistyped',
  'restore.samePerson': 'it must be two different persons',
  'backup.placeMissing': 'the backup folder does not exist or cannot be read',
  'backup.placeDamaged': 'the backups are damaged',
  'backup.placeForeign': 'the second place belongs to another clinic',
  'instance.alreadyRunning': 'another program is using the folder to restore to',
  'record.notFound': 'there is no such generation',
  'server.unreachable': 'the server does not answer; is there a network?',
  'server.timedOut': 'the server took too long to answer',
  'server.untrusted': 'the server’s certificate is not trusted; does the sheet name the clinic’s own authority?',
  'server.keyUnknown': 'the server does not know the access key of the sheet',
  'server.secretWrong': 'the secret key of the sheet is wrong',
  'server.denied': 'the server refuses this key',
  'server.bucketMissing': 'there is no such bucket on the server',
  'server.clockWrong': 'this computer’s clock is wrong',
};

/** The refusal in a technician's words; the code itself where there are none. */
export const wordsFor = (code: string): string => WORDS[code] ?? code;
