import { TAG } from './der-read.ts';

/** One DER element with this tag around the given parts. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest & 0xff);
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length, ...length]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(TAG.sequence, ...parts);

/** SET OF in the order DER demands (X.690 11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array => der(TAG.set, ...[...parts].sort((a, b) => Buffer.compare(a, b)));

export const octetString = (content: Uint8Array): Uint8Array => der(TAG.octetString, content);

export const bitString = (content: Uint8Array): Uint8Array => der(TAG.bitString, Uint8Array.of(0), content);

export const nullValue = (): Uint8Array => der(TAG.null);

/** A non-negative INTEGER from a small number or from big-endian bytes. */
export function integer(value: number | Uint8Array): Uint8Array {
  const bytes = typeof value === 'number' ? Buffer.from(value.toString(16).padStart(value.toString(16).length + (value.toString(16).length & 1), '0'), 'hex') : value;
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const trimmed = bytes.subarray(start);
  return der(TAG.integer, ...((trimmed[0] ?? 0) & 0x80 ? [Uint8Array.of(0)] : []), trimmed);
}

/** An OBJECT IDENTIFIER from dotted text. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap(part => {
    const groups = [part & 0x7f];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(TAG.oid, Uint8Array.from(bytes));
}

/** UTCTime up to 2049, GeneralizedTime after (RFC 5652 11.3). Parts of a second are dropped. */
export function time(instant: Date): Uint8Array {
  const text = instant.toISOString().replace(/[-:T]|\.\d+/g, '');
  return instant.getUTCFullYear() < 2050 ? der(TAG.utcTime, Buffer.from(text.slice(2))) : der(TAG.generalizedTime, Buffer.from(text));
}

/** AlgorithmIdentifier; without `parameters` they are absent, which is not the same as NULL. */
export const algorithm = (dotted: string, parameters?: Uint8Array): Uint8Array => sequence(oid(dotted), ...(parameters ? [parameters] : []));
