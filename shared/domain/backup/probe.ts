import type { ProbeReport } from './target-status.ts';

/**
 * What is tried at a server before it may be called protected (design/backup.md G, last row), in the order it is shown.
 * Each is an attempt at something a thief with the clinic's key would do; the server has to refuse it.
 */
export const PROBE_CHECKS = [
  'versions', 'lock', 'deleteVersion', 'delete', 'overwrite', 'shorten', 'publish', 'otherPrefix', 'policy', 'lifecycle',
  'expiry', 'archive',
  // said for completeness; a bucket can be protected without them
  'wrongDigest', 'conditional',
] as const;
export type ProbeCheck = (typeof PROBE_CHECKS)[number];
export type ProbeLine = { readonly check: ProbeCheck } & Omit<ProbeReport['lines'][number], 'check'>;

/** Without these a stored backup can be destroyed. */
const MUST_BE_PROTECTED: readonly ProbeCheck[] = ['versions', 'lock', 'deleteVersion', 'overwrite', 'shorten'];
/** These must not be open; where a server cannot answer (a key for a whole bucket, a server without access lists) that is enough. */
const MUST_NOT_BE_OPEN: readonly ProbeCheck[] = ['delete', 'publish', 'otherPrefix', 'policy', 'lifecycle', 'expiry', 'archive'];

/** One open line is enough to never call a bucket safe. `serverDays`: see ProbeReport. */
export function reportOf(lines: readonly ProbeLine[], { serverDays }: Pick<ProbeReport, 'serverDays'> = {}): ProbeReport {
  const outcomeOf = (check: ProbeCheck): string => lines.find(line => line.check === check)?.outcome ?? 'unknown';
  const isProtected = MUST_BE_PROTECTED.every(check => outcomeOf(check) === 'protected') && MUST_NOT_BE_OPEN.every(check => outcomeOf(check) !== 'unprotected');
  return { lines: PROBE_CHECKS.flatMap(check => lines.filter(line => line.check === check)), isProtected, ...(serverDays === undefined ? {} : { serverDays }) };
}
