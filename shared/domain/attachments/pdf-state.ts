/**
 * How a PDF looks from outside, without parsing it: core never parses foreign files.
 * - whole: begins and ends as a PDF does; - encrypted: opens only with a password or restricts its reader (its trailer names
 *   /Encrypt, ISO 32000-1 7.6); - damaged: its beginning or its end is missing, so that no reader can be trusted to open it.
 */
export type PdfState = 'whole' | 'encrypted' | 'damaged';

/** Readers look for the header within the first kilobyte, and for the end within the last (ISO 32000-1, implementation notes). */
const HEAD_BYTES = 1024;
const TAIL_BYTES = 2048;

/** Judges the file by its header, its end and its trailer. Trailers are never compressed, so /Encrypt is legible wherever there is one. */
export function pdfState(bytes: Uint8Array): PdfState {
  const text = (from: number, to: number): string => new TextDecoder('latin1').decode(bytes.subarray(Math.max(0, from), to));
  const tail = text(bytes.length - TAIL_BYTES, bytes.length);
  if (!text(0, HEAD_BYTES).includes('%PDF-') || !tail.includes('startxref') || !tail.includes('%%EOF')) return 'damaged';
  // Inside a stream the same letters could stand by chance; as the key of a trailer they are followed by a reference or a dictionary.
  return /\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(text(0, bytes.length)) ? 'encrypted' : 'whole';
}
