import type { Generation } from './backup.ts';

export const RECEIPT_FORMAT = 'klinikbok-receipt/1';
const PREFIX = 16;
const TYPED = 8;

/**
 * What is printed after a backup and kept with the kit: an anchor outside every computer (security.md §3.6). With it a
 * new computer notices that the newest backups are gone or replaced. Holds no secret and no patient data.
 */
export interface BackupReceipt {
  readonly clinicName: string;
  readonly repositoryId: string;
  readonly placeName: string;
  readonly manifestSha256: string;
  readonly generation: Generation;
}

/** A receipt as read back; what only the QR code carries is null after typing its number and digits. */
export interface ReadReceipt {
  readonly seq: number;
  /** First hex digits of the manifest's SHA-256, 8 or 16. */
  readonly digest: string;
  readonly machineId: string | null;
  readonly repositoryId: string | null;
  readonly createdAt: string | null;
  /** Rows in the access log at that moment; counts on over all places of a clinic. */
  readonly logSeq: number | null;
}

/** What is typed from paper: the backup's number and eight digits of its manifest, e.g. `31-9F2C-4A10`. */
export function receiptCode({ generation, manifestSha256 }: Pick<BackupReceipt, 'generation' | 'manifestSha256'>): string {
  const digits = manifestSha256.slice(0, TYPED).toUpperCase();
  return `${generation.seq}-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** The text of the QR code: lines `# name: value`, as the kit has them. */
export function formatReceipt(receipt: BackupReceipt): string {
  const { generation, manifestSha256 } = receipt;
  const { counts } = generation;
  return [
    `# ${RECEIPT_FORMAT}`, `# repository: ${receipt.repositoryId}`, `# generation: ${generation.machineId}/${generation.seq}`, `# made: ${generation.createdAt}`,
    `# manifest: ${manifestSha256.slice(0, PREFIX)}`, `# log: ${generation.logHead.seq} ${generation.logHead.hash.slice(0, PREFIX)}`,
    `# patients: ${counts.patients}`, `# notes: ${counts.notes}`, `# versions: ${counts.versions}`, '',
  ].join('\n');
}

const field = (text: string, name: string): string | null => new RegExp(`^\\s*#?\\s*${name}:\\s*(.*?)\\s*$`, 'im').exec(text)?.[1] ?? null;

function parseScanned(text: string): ReadReceipt | undefined {
  const [machineId, seq] = (field(text, 'generation') ?? '').split('/');
  const digest = (field(text, 'manifest') ?? '').toLowerCase();
  if (machineId === undefined || seq === undefined || !/^[0-9a-f]{16}$/.test(machineId) || !/^[1-9]\d{0,8}$/.test(seq) || !/^[0-9a-f]{16}$/.test(digest)) return undefined;
  const log = /^\d{1,12}/.exec(field(text, 'log') ?? '')?.[0];
  return { seq: Number(seq), digest, machineId, repositoryId: field(text, 'repository'), createdAt: field(text, 'made'), logSeq: log === undefined ? null : Number(log) };
}

/** Reads a receipt, scanned or its code typed in any case and spacing (O is read as 0). Undefined when it is neither. */
export function parseReceipt(text: string): ReadReceipt | undefined {
  if (text.includes(RECEIPT_FORMAT)) return parseScanned(text);
  const typed = text.trim().toUpperCase().replaceAll('O', '0').replace(/[\s–—.]+/g, '-');
  const match = /^([1-9]\d{0,8})-+([0-9A-F]{4})-*([0-9A-F]{4})$/.exec(typed);
  if (match === null) return undefined;
  return { seq: Number(match[1]), digest: `${match[2] ?? ''}${match[3] ?? ''}`.toLowerCase(), machineId: null, repositoryId: null, createdAt: null, logSeq: null };
}

const EVERY_MS = 31 * 86_400_000;

/** True when a new receipt should be printed: every month, and at once where there is none (security.md §3.6). */
export const receiptIsDue = (printedAt: string | null, now: Date): boolean => printedAt === null || now.getTime() - Date.parse(printedAt) > EVERY_MS;
