import { parseTypedTime } from '#renderer/ui/index.ts';

export interface HoursSpan {
  readonly start: string;
  readonly end: string;
}

/** "8-12, 13-17" → two spans; empty text: does not work that day. Undefined when it cannot be understood or overlaps. */
export function parseHoursLine(text: string): HoursSpan[] | undefined {
  const spans: HoursSpan[] = [];
  for (const part of text.split(/[,;]/).map(one => one.trim()).filter(Boolean)) {
    const [from = '', to = '', ...rest] = part.split(/\s*[-–—]\s*/);
    const start = parseTypedTime(from);
    const end = parseTypedTime(to);
    const last = spans.at(-1);
    if (rest.length > 0 || !start || !end || start >= end || (last && start < last.end)) return undefined;
    spans.push({ start, end });
  }
  return spans;
}

/** The way hours are shown and typed: "08:00–12:00, 13:00–17:00". */
export const hoursLine = (spans: readonly HoursSpan[]): string => spans.map(span => `${span.start}–${span.end}`).join(', ');
