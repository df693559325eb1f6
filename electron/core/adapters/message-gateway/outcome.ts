import type * as z from 'zod';

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
  const { status, retryAfterMs } = http;
  if (status >= 200 && status < 300) return read.accept(http) ?? { kind: 'unknown' };
  if (status === 401) return { kind: 'notSent', why: 'credentials', retryAfterMs: null };
  if (status === 402) return { kind: 'notSent', why: 'credit', retryAfterMs: null };
  if (status === 403) return read.forbidden?.(http) ?? { kind: 'notSent', why: 'credentials', retryAfterMs: null };
  if (status === 429) return { kind: 'notSent', why: 'busy', retryAfterMs };
  // 503 is the server saying that it did nothing; any other failure of its own may come after the message was taken.
  if (status === 503) return { kind: 'notSent', why: 'unreachable', retryAfterMs };
  if (status >= 500) return { kind: 'unknown' };
  // Somebody else's address, or none: the message was not taken and is not sent after it (no redirects).
  if (status < 400) return { kind: 'notSent', why: 'unreachable', retryAfterMs: null };
  return { kind: 'refused', why: 'content' };
}
