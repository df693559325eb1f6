/** Half-open [start, end): what ends at 09:30 and what starts at 09:30 do not meet (C-03). Milliseconds since 1970. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** True when two half-open spans share a moment. */
export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** The same time as few, ordered, separate spans; touching ones are joined, empty ones dropped. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter(s => s.end > s.start).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}

/** What is left of `from` when `taken` is cut out of it. Ordered and separate. */
export function subtractSpans(from: readonly Span[], taken: readonly Span[]): Span[] {
  const holes = mergeSpans(taken);
  const left: Span[] = [];
  for (const span of mergeSpans(from)) {
    let start = span.start;
    for (const hole of holes) {
      if (hole.end <= start) continue;
      if (hole.start >= span.end) break;
      if (hole.start > start) left.push({ start, end: hole.start });
      start = Math.max(start, hole.end);
    }
    if (start < span.end) left.push({ start, end: span.end });
  }
  return left;
}

/** True when one of the separate spans contains all of `inner`. */
export const isInside = (inner: Span, spans: readonly Span[]): boolean =>
  mergeSpans(spans).some(span => span.start <= inner.start && inner.end <= span.end);

/** The time during which at least `count` of the spans run at once. Ordered and separate. */
export function crowdedSpans(spans: readonly Span[], count: number): Span[] {
  const changes = spans.flatMap(({ start, end }) => [{ at: start, by: 1 }, { at: end, by: -1 }]).sort((a, b) => a.at - b.at || a.by - b.by);
  const crowded: Span[] = [];
  let running = 0;
  let since: number | undefined;
  for (const { at, by } of changes) {
    running += by;
    if (running >= count && since === undefined) since = at;
    if (running < count && since !== undefined) {
      crowded.push({ start: since, end: at });
      since = undefined;
    }
  }
  return mergeSpans(crowded);
}
