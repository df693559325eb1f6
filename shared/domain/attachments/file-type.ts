import type { ErrorCode } from '../../kernel/app-error.ts';
import { latin1, startsWith, uint16le } from './bytes.ts';
import { imageSizeOf, imageTypeOf, type ImageSize, type ImageType } from './image-header.ts';
import { FILE_MAX_BYTES, IMAGE_MAX_PIXELS } from './limits.ts';

/** What the journal keeps. Office documents are kept and handed out but never opened here (H38). */
export const MEDIA_TYPES = [
  'image/jpeg', 'image/png', 'image/webp', 'application/pdf', 'text/plain',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** `name` of a saved copy ends so. */
export const ENDINGS: Readonly<Record<MediaType, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'application/pdf': 'pdf', 'text/plain': 'txt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

export type Sniffed =
  | { readonly ok: true; readonly type: ImageType; readonly size: ImageSize }
  | { readonly ok: true; readonly type: Exclude<MediaType, ImageType>; readonly size: null }
  | { readonly ok: false; readonly code: ErrorCode };

const refused = (code: ErrorCode): Sniffed => ({ ok: false, code });

/**
 * What a file is by its content, whatever it is called (security.md H30, H31, H35, H38, H39). Refuses what is empty, too large,
 * two things at once, a pixel flood, a web page in any dress, a program, and everything unknown.
 */
export function sniffFile(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) return refused('attachment.empty');
  if (bytes.length > FILE_MAX_BYTES) return refused('attachment.tooLarge');
  const image = imageTypeOf(bytes);
  if (image) return sniffImage(bytes, image);
  if (startsWith(bytes, '%PDF-')) return sniffPdf(bytes);
  if (startsWith(bytes, 'PK\x03\x04')) return sniffOffice(bytes);
  if (isHeic(bytes)) return refused('attachment.heic');
  return isPlainText(bytes) ? { ok: true, type: 'text/plain', size: null } : refused('attachment.typeUnknown');
}

function sniffImage(bytes: Uint8Array, type: ImageType): Sniffed {
  const size = imageSizeOf(bytes, type);
  if (!size) return refused('attachment.imageDamaged');
  return size.width * size.height > IMAGE_MAX_PIXELS ? refused('attachment.tooManyPixels') : { ok: true, type, size };
}

const WEB = /<!doctype|<html|<script|<svg|<body|<iframe|<\?xml|<xsl:/i;

function sniffPdf(bytes: Uint8Array): Sniffed {
  if (!/^%PDF-[12]\.\d/.test(latin1(bytes, 0, 8))) return refused('attachment.typeUnknown');
  // A page for a browser or an archive in the same file: whoever opens it with something else gets something else.
  if (WEB.test(latin1(bytes, 0, 1024)) || endsAsArchive(bytes)) return refused('attachment.twoTypes');
  return { ok: true, type: 'application/pdf', size: null };
}

/** A ZIP is found from its end: its last record fills the file exactly. */
function endsAsArchive(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at -= 1) {
    if (bytes[at] === 0x50 && startsWith(bytes, 'PK\x05\x06', at) && at + 22 + uint16le(bytes, at + 20) === bytes.length) return true;
  }
  return false;
}

const PART = /^(\[Content_Types\]\.xml|_rels\/|docProps\/|word\/|xl\/|customXml\/)/;

/** Office documents by the names of their parts; one with macros is another type and refused. Nothing is unpacked. */
function sniffOffice(bytes: Uint8Array): Sniffed {
  if (!PART.test(latin1(bytes, 30, 30 + Math.min(64, uint16le(bytes, 26)))) || !endsAsArchive(bytes)) return refused('attachment.typeUnknown');
  const names = partNames(bytes);
  if (names.some(name => /vbaProject|\.(exe|dll|js|vbs|hta|lnk)$/i.test(name))) return refused('attachment.macros');
  if (names.includes('word/document.xml')) return { ok: true, type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', size: null };
  if (names.includes('xl/workbook.xml')) return { ok: true, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', size: null };
  return refused('attachment.typeUnknown');
}

const PARTS_MAX = 5_000;

/** Names in the archive's directory; a directory that lies gives no names, and the file is refused. */
function partNames(bytes: Uint8Array): string[] {
  const names: string[] = [];
  let at = lastIndexOf(bytes, 'PK\x05\x06');
  if (at < 0) return names;
  at = uint16le(bytes, at + 16) + uint16le(bytes, at + 18) * 65_536;
  while (startsWith(bytes, 'PK\x01\x02', at) && names.length < PARTS_MAX) {
    const length = uint16le(bytes, at + 28);
    names.push(latin1(bytes, at + 46, at + 46 + Math.min(length, 300)));
    at += 46 + length + uint16le(bytes, at + 30) + uint16le(bytes, at + 32);
  }
  return names;
}

function lastIndexOf(bytes: Uint8Array, wanted: string): number {
  for (let at = bytes.length - wanted.length; at >= Math.max(0, bytes.length - 65_557); at -= 1) if (startsWith(bytes, wanted, at)) return at;
  return -1;
}

const isHeic = (bytes: Uint8Array): boolean => startsWith(bytes, 'ftyp', 4) && /^(heic|heix|hevc|hevx|heim|heis|mif1|msf1|avif)$/.test(latin1(bytes, 8, 12));

/** Shortcuts, mails with pages in them, scripts: text that another program would run. */
const RUNS = /^\s*(\[InternetShortcut\]|MIME-Version:|#!|@echo|REM |Windows Registry|BEGIN:VCALENDAR|%!PS)/i;
const TEXT_MAX = 2 * 1024 * 1024;

function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.length > TEXT_MAX || bytes.some(byte => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c)) return false;
  const head = latin1(bytes, 0, 2048);
  if (WEB.test(head) || RUNS.test(head.replace(/^\xef\xbb\xbf/, '')) || head.startsWith('MZ')) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
