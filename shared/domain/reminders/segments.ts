/** The GSM 03.38 alphabet; characters of its extension table take two places. */
const BASIC = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
const EXTENDED = new Set('^{}\\[~]|€');

export interface SegmentCount {
  /** Characters as the network counts them. */
  readonly length: number;
  readonly segments: number;
  /** True: the text has a character outside the GSM alphabet, and every segment holds 70 instead of 160. */
  readonly unicode: boolean;
}

/** How many text messages a text becomes (3GPP TS 23.038: 160/153 places in GSM 7 bit, 70/67 in UCS-2). */
export function countSegments(text: string): SegmentCount {
  const unicode = [...text].some(character => !BASIC.has(character) && !EXTENDED.has(character));
  const length = unicode ? text.length : [...text].reduce((sum, character) => sum + (EXTENDED.has(character) ? 2 : 1), 0);
  const [single, part] = unicode ? [70, 67] : [160, 153];
  return { length, segments: length <= single ? 1 : Math.ceil(length / part), unicode };
}
