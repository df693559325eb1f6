import { AppError } from '../../kernel/app-error.ts';
import { Redacted } from '../../kernel/redacted.ts';
import { ServerAddress, type ServerTarget } from './target.ts';

export const SERVER_SHEET_FORMAT = 'klinikbok-server/1';

/** The supplement to the paper kit: how to reach the backups on one server. Opens no journal by itself. */
export interface ServerSheet {
  readonly clinicId: string | null;
  readonly repositoryId: string | null;
  readonly name: string;
  readonly createdAt: string | null;
  readonly place: ServerTarget;
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').trim();

/** CRC-32 (ISO 3309, as zlib.crc32) of the text in UTF-8, eight hex digits: finds typing errors, proves nothing. */
function crc32(text: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}

/** DER of each certificate of a PEM text, base64 on one line each. */
const certificatesOf = (pem: string | null): string[] =>
  [...(pem ?? '').matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)].map(match => (match[1] ?? '').replace(/\s/g, ''));

const pemOf = (certificates: readonly string[]): string | null =>
  certificates.length === 0 ? null : certificates.map(one => `-----BEGIN CERTIFICATE-----\n${one.match(/.{1,64}/g)?.join('\n') ?? ''}\n-----END CERTIFICATE-----\n`).join('');

/**
 * What `check` covers: address, bucket, prefix, both keys and the authorities, each with a line feed, in this order.
 * The same few values can so be checked when only they were typed.
 */
const checkOf = (place: ServerTarget): string =>
  crc32([place.endpoint, place.region, place.bucket, place.prefix, place.accessKeyId, place.secretAccessKey.reveal(), ...certificatesOf(place.authority)].map(value => `${value}\n`).join(''));

/** The eight hex digits printed at the foot of the sheet. */
export const serverSheetCheck = (sheet: Pick<ServerSheet, 'place'>): string => checkOf(sheet.place);

/** The text of the QR code and of server.txt: lines `# name: value`, as kit.txt has them, so both fit in one file. Holds the credential. */
export function formatServerSheet(sheet: ServerSheet): string {
  const { place } = sheet;
  const fields: readonly (readonly [string, string | null])[] = [
    ['clinic', sheet.clinicId], ['repository', sheet.repositoryId], ['name', oneLine(sheet.name)], ['created', sheet.createdAt],
    ['endpoint', place.endpoint], ['region', place.region], ['bucket', place.bucket], ['prefix', place.prefix],
    ['access-key-id', place.accessKeyId], ['secret-access-key', place.secretAccessKey.reveal()],
    ...certificatesOf(place.authority).map(one => ['authority', one] as const), ['check', checkOf(place)],
  ];
  return [`# ${SERVER_SHEET_FORMAT}`, ...fields.flatMap(([name, value]) => (value === null ? [] : [`# ${name}: ${value}`])), ''].join('\n');
}

function fieldsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*#?\s*([a-z][a-z-]{2,30})\s*:\s*(.*?)\s*$/i.exec(line);
    if (match === null) continue;
    const name = (match[1] ?? '').toLowerCase();
    found.set(name, [...(found.get(name) ?? []), match[2] ?? '']);
  }
  return found;
}

/** True when the text is a server sheet, or has one in it. */
export const hasServerSheet = (text: string): boolean => text.includes(SERVER_SHEET_FORMAT) || (/^\s*#?\s*endpoint\s*:/im.test(text) && /^\s*#?\s*bucket\s*:/im.test(text));

function wrong(field: string): never {
  throw new AppError('restore.serverSheetWrong', { field });
}

const packed = (fields: ReadonlyMap<string, readonly string[]>, name: string): string => (fields.get(name)?.[0] ?? '').replace(/\s/g, '');

function placeIn(fields: ReadonlyMap<string, readonly string[]>): ServerTarget {
  const needed = (name: string): string => packed(fields, name) || wrong(name);
  const authorities = (fields.get('authority') ?? []).map(one => one.replace(/\s/g, '')).filter(one => one !== '');
  const address = ServerAddress.safeParse({
    endpoint: needed('endpoint').replace(/\/+$/, ''), region: needed('region'), bucket: needed('bucket'), prefix: packed(fields, 'prefix'), authority: pemOf(authorities),
  });
  if (!address.success) return wrong(String(address.error.issues[0]?.path[0] ?? 'endpoint'));
  return { kind: 's3', ...address.data, accessKeyId: needed('access-key-id'), secretAccessKey: new Redacted(needed('secret-access-key')) };
}

/**
 * Reads a sheet: scanned, pasted or typed line by line, with or without `#`, blanks inside keys allowed. Throws
 * `restore.serverSheetWrong` with `field` when a line is missing or not of its shape (`check` when the digits at the
 * foot do not fit the lines above).
 */
export function parseServerSheet(text: string): ServerSheet {
  const fields = fieldsOf(text);
  const place = placeIn(fields);
  const value = (name: string): string | null => fields.get(name)?.[0] ?? null;
  const check = value('check')?.replace(/\s/g, '').toLowerCase() ?? '';
  if (check !== '' && check !== checkOf(place)) return wrong('check');
  return { clinicId: value('clinic'), repositoryId: value('repository'), name: value('name') ?? place.bucket, createdAt: value('created'), place };
}
