import { createHash } from 'node:crypto';

import * as z from 'zod';

import type { Found, MessageGateway, SentMessage } from '../../ports/message-gateway.ts';
import { basic, type HttpClient } from './http-client.ts';
import { outcomeOf, parsed } from './outcome.ts';

const Created = z.object({ id: z.string().min(1).max(64) });
const One = z.object({ id: z.string(), status: z.string(), message: z.string().nullish(), direction: z.string().nullish(), created: z.string().nullish() });
const History = z.object({ data: z.array(One) });

const stateOf = (status: string): 'pending' | 'delivered' | 'failed' => (status === 'delivered' ? 'delivered' : status === 'failed' ? 'failed' : 'pending');
const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** 46elks writes UTC without a zone. */
const MINUTE_MS = 60_000;
const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 23);

/** The same text to the same number within the same minutes is our message; 46elks keeps no reference of ours. */
const isOurs = (one: z.infer<typeof One>, sent: SentMessage): boolean => one.direction !== 'incoming' && typeof one.message === 'string' && digest(one.message) === sent.textSha256;

/**
 * K-07 46elks (SE): a form to /a1/sms, user name and password as HTTP Basic; +4670000000 is taken and not sent.
 * Source: 46elks.com/docs/send-sms, /docs/get-sms, /docs/sms-history.
 */
export function elks(http: HttpClient, origin: string, { user, secret }: { readonly user: string; readonly secret: string }): MessageGateway {
  const authorization = basic(user, secret);
  const get = (path: string) => http({ url: `${origin}${path}`, method: 'GET', authorization });
  const inHistory = async (sent: SentMessage): Promise<Found | null> => {
    const at = Date.parse(sent.sentAt);
    const query = new URLSearchParams({ to: sent.to, limit: '100', start: stamp(at + 10 * MINUTE_MS), end: stamp(at - 2 * MINUTE_MS) });
    const answer = await get(`/a1/sms?${query.toString()}`);
    const data = answer.kind === 'answer' && answer.status === 200 ? parsed(answer.body, History)?.data : undefined;
    if (!data) return null;
    const ours = data.find(one => isOurs(one, sent));
    return ours ? { state: stateOf(ours.status), providerRef: ours.id } : 'absent';
  };
  return {
    send: async ({ to, sender, text }) => {
      const body = new URLSearchParams({ from: sender, to, message: text }).toString();
      const answer = await http({ url: `${origin}/a1/sms`, method: 'POST', authorization, contentType: 'application/x-www-form-urlencoded', body });
      return outcomeOf(answer, {
        accept: ({ body: text200 }) => {
          const id = parsed(text200, Created)?.id;
          return id === undefined ? null : { kind: 'accepted', providerRef: id };
        },
        // 403 with the right password is an account without credit (46elks.com/faq).
        forbidden: () => ({ kind: 'notSent', why: 'credit', retryAfterMs: null }),
      });
    },
    find: async sent => {
      if (sent.providerRef === null) return inHistory(sent);
      const answer = await get(`/a1/sms/${encodeURIComponent(sent.providerRef)}`);
      const one = answer.kind === 'answer' && answer.status === 200 ? parsed(answer.body, One) : null;
      return one && { state: stateOf(one.status), providerRef: sent.providerRef };
    },
  };
}
