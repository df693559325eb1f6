import * as z from 'zod';

import type { MessageGateway } from '../../ports/message-gateway.ts';
import { basic, type HttpClient } from './http-client.ts';
import { outcomeOf, parsed } from './outcome.ts';

const Sent = z.object({ success: z.array(z.object({ to: z.union([z.string(), z.int()]) })).optional(), error: z.unknown().optional() });
const Log = z.array(z.object({ userReference: z.string().nullish(), dlrStatus: z.union([z.int(), z.string()]).nullish() }));
type Log = z.infer<typeof Log>;

/** The log may be asked once in two minutes; what it answered serves meanwhile. */
const LOG_EVERY_MS = 125_000;
const LOG_BACK_S = 4 * 86_400;

const stateOf = (status: number): 'pending' | 'delivered' | 'failed' => (status === 1 ? 'delivered' : status === 2 || status === 4 ? 'failed' : 'pending');

interface CpsmsAccess {
  readonly user: string;
  readonly secret: string;
  readonly now: () => Date;
}

/**
 * K-06 CPSMS (Compaya, DK): JSON to /v2/send, user name and API key as HTTP Basic. Messages are found again in the log
 * by our reference (32 characters). Source: Compaya's public API description (api.cpsms.dk, sms and log).
 */
export function cpsms(http: HttpClient, origin: string, { user, secret, now }: CpsmsAccess): MessageGateway {
  const authorization = basic(user, secret);
  let log: { readonly at: number; readonly rows: Log | null } = { at: 0, rows: null };
  const readLog = async (): Promise<Log | null> => {
    const at = now().getTime();
    if (at - log.at < LOG_EVERY_MS) return log.rows;
    const seconds = Math.floor(at / 1000);
    const answer = await http({ url: `${origin}/v2/getlog/${seconds - LOG_BACK_S}/${seconds + 3600}`, method: 'GET', authorization });
    log = { at, rows: answer.kind === 'answer' && answer.status === 200 ? parsed(answer.body, Log) : null };
    return log.rows;
  };
  return {
    send: async ({ to, sender, text, reference }) => {
      const body = JSON.stringify({ to: to.slice(1), message: text, from: sender, reference });
      const answer = await http({ url: `${origin}/v2/send`, method: 'POST', authorization, contentType: 'application/json', body });
      return outcomeOf(answer, {
        accept: ({ body: text200 }) => {
          const result = parsed(text200, Sent);
          if (!result) return null;
          if ((result.success?.length ?? 0) > 0) return { kind: 'accepted', providerRef: reference };
          // 207: one recipient, one error, so nothing was taken.
          return result.error === undefined ? null : { kind: 'refused', why: 'number' };
        },
      });
    },
    find: async ({ reference, sentAt }) => {
      const rows = await readLog();
      // A log read before the message went says nothing about it.
      if (!rows || log.at < Date.parse(sentAt)) return null;
      const row = rows.find(one => one.userReference === reference);
      return row ? { state: stateOf(Number(row.dlrStatus ?? 0)), providerRef: reference } : 'absent';
    },
  };
}
