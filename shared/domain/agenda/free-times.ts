import { subtractSpans, type Span } from './interval.ts';

export interface FreeTimeQuestion {
  /** When the practitioner works, absences taken out. */
  readonly working: readonly Span[];
  /** Blocks already taken, buffers included. */
  readonly busy: readonly Span[];
  /** Not before this moment. */
  readonly fromMs: number;
  readonly durationMin: number;
  readonly bufferBeforeMin: number;
  readonly bufferAfterMin: number;
  /** Offers start at whole steps after the beginning of a working span. */
  readonly stepMin: number;
  readonly count: number;
  /** A last condition, such as a free room. */
  readonly isPossible?: (visit: Span) => boolean;
}

/**
 * The first `count` starts at which a visit fits: the visit itself inside working time, and its block, buffers
 * included, clear of every other block. Offers do not overlap each other, so that three offers are three choices.
 */
export function findFreeTimes(question: FreeTimeQuestion): Span[] {
  const step = question.stepMin * 60_000;
  const duration = question.durationMin * 60_000;
  const before = question.bufferBeforeMin * 60_000;
  const after = question.bufferAfterMin * 60_000;
  const found: Span[] = [];
  for (const work of question.working) {
    // Buffers may reach outside working hours; other visits' blocks may not be touched.
    const open = subtractSpans([{ start: work.start - before, end: work.end + after }], question.busy);
    for (const span of open) {
      const earliest = Math.max(span.start + before, work.start, question.fromMs);
      let start = work.start + Math.ceil((earliest - work.start) / step) * step;
      while (start + duration + after <= span.end && start + duration <= work.end) {
        const visit = { start, end: start + duration };
        const fits = question.isPossible?.(visit) ?? true;
        if (fits) found.push(visit);
        if (found.length >= question.count) return found;
        start += fits ? Math.ceil((duration + after) / step) * step : step;
      }
    }
  }
  return found;
}
