import type * as z from 'zod';

import type { GatewayProblem } from '#shared/domain/reminders/reminder.ts';
import type { SendOutcome } from '../../ports/message-gateway.ts';
import type { HttpOutcome } from './http-client.ts';

/** The body as the schema describes it, or null for anything else. */
export function parsed<T>(body: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

type Answer = Extract<HttpOutcome, { kind: 'answer' }>;

/**
 * What an exchange means, where all providers agree. `accept` reads a success; null from it means that the answer says
 * neither yes nor no. `forbidden` reads a 402 or 403: most often the account has no money left.
 */
export function outcomeOf(http: HttpOutcome, read: { readonly accept: (answer: Answer) => SendOutcome | null; readonly forbidden?: (answer: Answer) => SendOutcome }): SendOutcome {
  if (http.kind === 'notSent') return { kind: 'notSent', why: 'unreachable', retryAfterMs: null };
  if (http.kind === 'noAnswer') return { kind: 'unknown' };
  if (http.status >= 200 && http.status < 300) return read.accept(http) ?? { kind: 'unknown' };
  if (http.status === 403) return read.forbidden?.(http) ?? { kind: 'notSent', why: 'credentials', retryAfterMs: null };
  return refusalOf(http);
}

const NOT_TAKEN: Readonly<Partial<Record<number, GatewayProblem>>> = { 401: 'credentials', 402: 'credit', 429: 'busy', 503: 'unreachable' };

function refusalOf({ status, retryAfterMs }: Answer): SendOutcome {
  const why = NOT_TAKEN[status];
  if (why !== undefined) return { kind: 'notSent', why, retryAfterMs };
  // 503 is the server saying that it did nothing; any other failure of its own may come after the message was taken.
  if (status >= 500) return { kind: 'unknown' };
  // Somebody else's address, or none: the message was not taken and is not sent after it (no redirects).
  return status < 400 ? { kind: 'notSent', why: 'unreachable', retryAfterMs: null } : { kind: 'refused', why: 'content' };
}
