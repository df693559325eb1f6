import { AppError } from '#shared/kernel/app-error.ts';

export interface XmlHandler {
  readonly open: (name: string, attributes: ReadonlyMap<string, string>, line: number) => void;
  readonly text: (text: string) => void;
  readonly close: (name: string) => void;
}

const MAX_DEPTH = 60;
const NAME = /[^\s=/>]+/y;
const ATTRIBUTE = /\s*([^\s=/>]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const END_OF_TAG = /\s*(\/?)>/y;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unreadable = (): never => {
  throw new AppError('import.unreadable');
};

/** Only the five named references and numbers: a file cannot define its own, so nothing can grow or point outside. */
const plain = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (_, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
        if (name !== undefined) return NAMED[name] ?? unreadable();
        const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : unreadable();
      })
    : text;

/**
 * Reads XML as events, in one pass and without regard for any DTD: a document type is skipped, one with an inner subset
 * (where entities are declared) is refused. Errors: import.unreadable for anything that is not well-formed.
 */
export function readXml(xml: string, handler: XmlHandler): void {
  const open: string[] = [];
  let line = 1;
  let at = 0;
  while (at < xml.length) {
    const tag = xml.indexOf('<', at);
    const text = xml.slice(at, tag < 0 ? xml.length : tag);
    if (open.length > 0) handler.text(plain(text));
    else if (text.trim() !== '') unreadable();
    if (tag < 0) break;
    line += newlines(text);
    const end = markupEnd(xml, tag);
    takeMarkup({ xml, tag, end, line, open }, handler);
    line += newlines(xml.slice(tag, end));
    at = end;
  }
  if (open.length > 0) unreadable();
}

interface Markup {
  readonly xml: string;
  readonly tag: number;
  readonly end: number;
  readonly line: number;
  /** Elements that are open here. */
  readonly open: string[];
}

function takeMarkup({ xml, tag, end, line, open }: Markup, handler: XmlHandler): void {
  if (xml.startsWith('<![CDATA[', tag)) handler.text(xml.slice(tag + 9, end - 3));
  else if (xml.startsWith('</', tag)) {
    const name = xml.slice(tag + 2, end - 1).trim();
    if (open.pop() !== name) unreadable();
    handler.close(name);
  } else if (!xml.startsWith('<?', tag) && !xml.startsWith('<!', tag)) {
    const { name, attributes, isEmpty } = startTag(xml, tag, end);
    handler.open(name, attributes, line);
    if (isEmpty) handler.close(name);
    else if (open.push(name) > MAX_DEPTH) unreadable();
  }
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Where the markup that begins at `tag` ends, just past its `>`. */
function markupEnd(xml: string, tag: number): number {
  const skipTo = (end: string, from: number): number => {
    const found = xml.indexOf(end, from);
    return found < 0 ? unreadable() : found;
  };
  if (xml.startsWith('<!--', tag)) return skipTo('-->', tag + 4) + 3;
  if (xml.startsWith('<![CDATA[', tag)) return skipTo(']]>', tag + 9) + 3;
  if (xml.startsWith('<?', tag)) return skipTo('?>', tag + 2) + 2;
  if (xml.startsWith('<!', tag)) {
    const end = skipTo('>', tag) + 1;
    return xml.slice(tag, end).includes('[') ? unreadable() : end;
  }
  if (xml.startsWith('</', tag)) return skipTo('>', tag) + 1;
  return endOfStart(xml, tag);
}

/** A `>` inside a quoted value does not end the tag. */
function endOfStart(xml: string, tag: number): number {
  let quote = '';
  for (let at = tag + 1; at < xml.length; at += 1) {
    const letter = xml[at];
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '>') return at + 1;
  }
  return unreadable();
}

function startTag(xml: string, tag: number, end: number): { name: string; attributes: Map<string, string>; isEmpty: boolean } {
  NAME.lastIndex = tag + 1;
  const name = NAME.exec(xml)?.[0] ?? unreadable();
  const attributes = new Map<string, string>();
  let at = NAME.lastIndex;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(xml);
    if (!found || ATTRIBUTE.lastIndex > end) break;
    attributes.set(found[1] ?? '', plain(found[2] ?? found[3] ?? ''));
    at = ATTRIBUTE.lastIndex;
  }
  END_OF_TAG.lastIndex = at;
  const closing = END_OF_TAG.exec(xml);
  if (!closing || END_OF_TAG.lastIndex !== end) unreadable();
  return { name, attributes, isEmpty: closing?.[1] === '/' };
}
