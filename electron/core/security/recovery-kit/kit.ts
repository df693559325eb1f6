import { randomInt } from 'node:crypto';

import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { decodeIdentity, encodeIdentity } from '../age/keys.ts';
import { normalize } from './crockford.ts';
import { encodeCode, findCodes } from './kit-code.ts';

/** What the paper kit carries. It opens every journal and every backup of the clinic. */
export interface RecoveryKit {
  /** Names this kit among those ever printed; not secret. */
  readonly kitId: string;
  readonly clinicId: string;
  readonly clinicName: string;
  readonly createdAt: string;
  /** `AGE-SECRET-KEY-1…`; its public half is a recipient of every backup and of the vault's recovery entry. */
  readonly identity: Redacted<string>;
  /** The database key, 64 hex digits. */
  readonly keyHex: Redacted<string>;
  /** SHA-256 of the signing key's SubjectPublicKeyInfo, 64 hex digits. */
  readonly signerFingerprint: string;
  /** Where the backups lie, when that was already chosen. */
  readonly place: string | null;
}

/** The kit as read back from paper, scan or typing. What only the full text carries is null after typing codes. */
export interface ReadKit {
  readonly identity: Redacted<string>;
  readonly keyHex: Redacted<string>;
  readonly signerFingerprint: string | null;
  readonly clinicId: string | null;
}

/**
 * The text of the QR code and of kit.txt: at the same time an identity file for `age -d -i` (lines with # are comments
 * to it) and what restore.py reads.
 */
export function kitText(kit: RecoveryKit): string {
  return [
    '# klinikbok-kit/1', `# clinic: ${kit.clinicId}`, `# kit: ${kit.kitId}`, `# database-key: ${kit.keyHex.reveal()}`, `# signing-key: ${kit.signerFingerprint}`,
    ...(kit.place === null ? [] : [`# place: ${kit.place.replace(/[\r\n]/g, ' ')}`]), kit.identity.reveal(), '',
  ].join('\n');
}

/** The 24 groups printed on the paper: twelve for the backup identity, twelve for the database key. Secret. */
export function kitGroups(kit: Pick<RecoveryKit, 'identity' | 'keyHex'>): string[] {
  return [...encodeCode('identity', decodeIdentity(kit.identity.reveal())), ...encodeCode('databaseKey', Buffer.from(kit.keyHex.reveal(), 'hex'))];
}

/** Two different groups to ask back before the kit counts as made, numbered from 1: one of each code. */
export const groupsToAskBack = (): [number, number] => [1 + randomInt(12), 13 + randomInt(12)];

/** True when the typed text is that group, in whatever case and spacing. */
export const groupMatches = (groups: readonly string[], number: number, typed: string): boolean => groups[number - 1] === normalize(typed);

const field = (text: string, name: string): string | undefined =>
  new RegExp(`^#\\s*${name}:\\s*([0-9a-f][0-9a-f \\t]*)$`, 'im').exec(text)?.[1]?.replace(/\s/g, '').toLowerCase();

function findIdentity(text: string): string | undefined {
  const flat = text.replace(/^#.*$/gm, '').toUpperCase().replace(/\s/g, '');
  const match = /AGE-SECRET-KEY-1[0-9A-Z]{58}/.exec(flat)?.[0];
  if (match === undefined) return undefined;
  try {
    return encodeIdentity(decodeIdentity(match));
  } catch {
    return undefined;
  }
}

/**
 * Reads a kit: the scanned text, the two codes typed in any order, case and grouping, or a mixture. Throws
 * `restore.kitWrong` when either secret is missing or mistyped (every single error is found by a checksum).
 */
export function parseKit(text: string): ReadKit {
  const codes = findCodes(text.replace(/^#.*$/gm, ''));
  const identityCode = codes.find(code => code.kind === 'identity');
  const keyCode = codes.find(code => code.kind === 'databaseKey');
  const identity = findIdentity(text) ?? (identityCode === undefined ? undefined : encodeIdentity(identityCode.secret));
  const keyField = field(text, 'database-key');
  const keyHex = keyField !== undefined && keyField.length === 64 ? keyField : keyCode === undefined ? undefined : Buffer.from(keyCode.secret).toString('hex');
  if (identity === undefined || keyHex === undefined) throw new AppError('restore.kitWrong');
  const signer = field(text, 'signing-key');
  const clinic = /^#\s*clinic:\s*([0-9A-Za-z-]{1,80})\s*$/m.exec(text)?.[1];
  return {
    identity: new Redacted(identity), keyHex: new Redacted(keyHex),
    signerFingerprint: signer !== undefined && signer.length === 64 ? signer : null, clinicId: clinic ?? null,
  };
}
