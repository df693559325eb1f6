/**
 * Strict, lazy reading of DER (X.690). Nothing is copied or decoded until asked for, so a five-megabyte revocation
 * list costs a scan, and the exact signed bytes of any part are at hand. Indefinite lengths, non-minimal lengths,
 * bytes left over and impossible lengths are refused: signed data has one form only.
 */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** One element. `raw` is tag, length and content; `content` is what is inside. Both are views, not copies. */
export interface DerNode {
  readonly tag: number;
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
}

export const TAG = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, enumerated: 0x0a,
  utf8: 0x0c, printable: 0x13, teletex: 0x14, ia5: 0x16, utcTime: 0x17, generalizedTime: 0x18, bmp: 0x1e,
  sequence: 0x30, set: 0x31,
} as const;

/** The tag of a context-specific element; `constructed` for EXPLICIT ones and for IMPLICIT SEQUENCE or SET. */
export const context = (number: number, constructed = true): number => (constructed ? 0xa0 : 0x80) | number;

const at = (bytes: Uint8Array, index: number): number => {
  const value = bytes[index];
  if (value === undefined) throw new DerError('data ends too early');
  return value;
};

/** Length of the content and where it starts. Lengths above 2^31 and non-minimal ones are refused. */
function readLength(bytes: Uint8Array, offset: number): { length: number; start: number } {
  const first = at(bytes, offset);
  if (first < 0x80) return { length: first, start: offset + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new DerError('length not allowed in DER');
  let length = 0;
  for (let i = 1; i <= count; i += 1) length = length * 256 + at(bytes, offset + i);
  if (length < 0x80 || (count > 1 && at(bytes, offset + 1) === 0)) throw new DerError('length not minimal');
  return { length, start: offset + 1 + count };
}

function readNode(bytes: Uint8Array, offset: number): DerNode {
  const tag = at(bytes, offset);
  if ((tag & 0x1f) === 0x1f) throw new DerError('long tags are not used here');
  const { length, start } = readLength(bytes, offset + 1);
  const end = start + length;
  if (end > bytes.length) throw new DerError('length beyond the end');
  return { tag, raw: bytes.subarray(offset, end), content: bytes.subarray(start, end) };
}

/** The one element that fills `bytes`. Throws DerError on anything after it, or on more than `limit` bytes. */
export function readDer(bytes: Uint8Array, limit = 4_000_000): DerNode {
  if (bytes.length > limit) throw new DerError('too large');
  const node = readNode(bytes, 0);
  if (node.raw.length !== bytes.length) throw new DerError('bytes after the end');
  return node;
}

/** The elements directly inside `node`, one by one. Throws DerError for a primitive element. */
export function* elements(node: DerNode): Generator<DerNode> {
  if ((node.tag & 0x20) === 0) throw new DerError('not a constructed element');
  let offset = 0;
  while (offset < node.content.length) {
    const child = readNode(node.content, offset);
    offset += child.raw.length;
    yield child;
  }
}

/** The elements directly inside `node`; refuses more than `most`. */
export function children(node: DerNode, most = 1000): DerNode[] {
  const list: DerNode[] = [];
  for (const child of elements(node)) {
    if (list.length === most) throw new DerError('too many elements');
    list.push(child);
  }
  return list;
}

/** `node` itself when it has this tag; throws DerError otherwise, also when it is missing. */
export function expect(node: DerNode | undefined, tag: number): DerNode {
  if (node === undefined || node.tag !== tag) throw new DerError(`expected tag ${tag.toString(16)}`);
  return node;
}

/** The children of an element that must have this tag. */
export const childrenOf = (node: DerNode | undefined, tag: number, most?: number): DerNode[] => children(expect(node, tag), most);

/** The single element inside an EXPLICIT tag or an OCTET STRING that carries DER. */
export const inside = (node: DerNode): DerNode => readDer(node.content);

/** Dotted text of an OBJECT IDENTIFIER. */
export function readOid(node: DerNode | undefined): string {
  const { content } = expect(node, TAG.oid);
  if (content.length === 0 || content.length > 64 || (at(content, content.length - 1) & 0x80) !== 0) throw new DerError('bad OID');
  const parts: bigint[] = [];
  let value = 0n;
  for (const byte of content) {
    value = (value << 7n) | BigInt(byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (parts.length > 0) parts.push(value);
    else {
      const first = value < 80n ? value / 40n : 2n;
      parts.push(first, value - first * 40n);
    }
    value = 0n;
  }
  return parts.join('.');
}

/** A small non-negative INTEGER or ENUMERATED. */
export function readSmallInteger(node: DerNode | undefined, tag: number = TAG.integer): number {
  const { content } = expect(node, tag);
  if (content.length === 0 || content.length > 4 || (at(content, 0) & 0x80) !== 0) throw new DerError('not a small number');
  return content.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A serial number as lower-case hex without leading zeros (sign octet removed). */
export const readSerial = (node: DerNode | undefined): string =>
  Buffer.from(expect(node, TAG.integer).content).toString('hex').replace(/^0+(?=.)/, '');

const decoders: Readonly<Record<number, (content: Uint8Array) => string>> = {
  [TAG.utf8]: content => new TextDecoder('utf-8', { fatal: true }).decode(content),
  [TAG.printable]: content => Buffer.from(content).toString('latin1'),
  [TAG.ia5]: content => Buffer.from(content).toString('latin1'),
  [TAG.teletex]: content => Buffer.from(content).toString('latin1'),
  [TAG.bmp]: content => Buffer.from(content).swap16().toString('utf16le'),
};

/** The text of any of the string types certificates use. */
export function readText(node: DerNode): string {
  const decode = decoders[node.tag];
  if (!decode) throw new DerError('not a text');
  return decode(node.content);
}

/** UTCTime or GeneralizedTime in the only form DER allows (Z, seconds; RFC 5280 4.1.2.5). */
export function readTime(node: DerNode | undefined): Date {
  if (node === undefined || (node.tag !== TAG.utcTime && node.tag !== TAG.generalizedTime)) throw new DerError('not a time');
  const text = Buffer.from(node.content).toString('latin1');
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match || (match[1] ?? '').length !== (node.tag === TAG.utcTime ? 2 : 4)) throw new DerError('bad time');
  const written = match[1] ?? '';
  const year = written.length === 4 ? written : `${Number(written) < 50 ? '20' : '19'}${written}`;
  const date = new Date(`${year}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`);
  if (Number.isNaN(date.getTime())) throw new DerError('bad time');
  return date;
}

/** The bytes of a BIT STRING whose length is a whole number of bytes. */
export function readBitBytes(node: DerNode | undefined): Uint8Array {
  const { content } = expect(node, TAG.bitString);
  if (at(content, 0) !== 0) throw new DerError('unused bits');
  return content.subarray(1);
}

/** The numbers of the bits that are set in a named-bit list such as keyUsage. */
export function readNamedBits(node: DerNode | undefined): Set<number> {
  const { content } = expect(node, TAG.bitString);
  const unused = at(content, 0);
  const total = (content.length - 1) * 8 - unused;
  if (unused > 7 || total < 0 || total > 64) throw new DerError('bad bit list');
  const set = new Set<number>();
  for (let bit = 0; bit < total; bit += 1) if ((at(content, 1 + (bit >> 3)) & (0x80 >> (bit & 7))) !== 0) set.add(bit);
  return set;
}
