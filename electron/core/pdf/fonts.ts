import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Inter (SIL Open Font License 1.1), whole TrueType files: å ä ö, all of Latin, Greek and Cyrillic. */
const FILES = {
  regular: '400Regular/Inter_400Regular.ttf',
  bold: '600SemiBold/Inter_600SemiBold.ttf',
  italic: '400Regular_Italic/Inter_400Regular_Italic.ttf',
  boldItalic: '600SemiBold_Italic/Inter_600SemiBold_Italic.ttf',
} as const;

export type PrintFont = keyof typeof FILES;
export const PRINT_FONTS = Object.keys(FILES) as readonly PrintFont[];

const require = createRequire(import.meta.url);
const loaded = new Map<PrintFont, Buffer>();

/**
 * The bytes of a font to embed in a PDF. Read once from the installed package; PDFs carry the glyphs they use, so that
 * they look and search the same on every computer. Throws when the installation lacks its fonts.
 */
export function printFont(font: PrintFont): Buffer {
  const known = loaded.get(font);
  if (known) return known;
  const bytes = readFileSync(require.resolve(`@expo-google-fonts/inter/${FILES[font]}`));
  loaded.set(font, bytes);
  return bytes;
}
