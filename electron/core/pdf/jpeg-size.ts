/** Width and height of a baseline or progressive JPEG in grey or RGB, from its frame header (ITU-T T.81 B.2.2); undefined when it is none. */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const isWhole = word(bytes, 0) === 0xffd8 && word(bytes, bytes.length - 2) === 0xffd9;
  let at = 2;
  while (isWhole && at + 9 < bytes.length) {
    const marker = word(bytes, at);
    if (marker >= 0xffc0 && marker <= 0xffc2) return sizeIn(bytes, at);
    const length = word(bytes, at + 2);
    if (marker < 0xff00 || length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

function sizeIn(bytes: Uint8Array, at: number): { readonly width: number; readonly height: number } | undefined {
  const [height, width, components] = [word(bytes, at + 5), word(bytes, at + 7), bytes[at + 9]];
  return width > 0 && height > 0 && (components === 1 || components === 3) ? { width, height } : undefined;
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
