import * as z from 'zod';

import { countSegments } from '#shared/domain/reminders/segments.ts';
import type { MessageGateway } from '../../ports/message-gateway.ts';
import { basic, type HttpClient } from './http-client.ts';
import { outcomeOf, parsed } from './outcome.ts';

const Accepted = z.object({ ids: z.array(z.union([z.int(), z.string().regex(/^\d+$/)])).min(1) });
const Failed = z.object({ code: z.string() });
const Status = z.object({ recipients: z.array(z.object({ dsnstatus: z.string().nullish() })).min(1) });

/** 0x0216: no credit. 0x0214, 0x0215, 0x0217: this number or country is closed. Others are about the account. */
const NO_CREDIT = '0x0216';
const NUMBER_CLOSED = new Set(['0x0214', '0x0215', '0x0217']);
const ENDED = new Set(['EXPIRED', 'REJECTED', 'SKIPPED', 'UNDELIVERABLE', 'DELETED']);

/**
 * K-05 GatewayAPI (OnlineCity, DK): JSON to /rest/mtsms, the token as the user name of HTTP Basic, msisdn without plus.
 * Source: gatewayapi.com/docs/apis/rest and /docs/error-codes. A lost answer cannot be cleared up: messages are found
 * by the id in the answer only.
 */
export function gatewayApi(http: HttpClient, origin: string, { secret }: { readonly secret: string }): MessageGateway {
  const authorization = basic(secret, '');
  return {
    send: async ({ to, sender, text, reference }) => {
      const encoding = countSegments(text).unicode ? { encoding: 'UCS2' } : {};
      const body = JSON.stringify({ sender, message: text, recipients: [{ msisdn: Number(to.slice(1)) }], userref: reference, ...encoding });
      const answer = await http({ url: `${origin}/rest/mtsms`, method: 'POST', authorization, contentType: 'application/json', body });
      return outcomeOf(answer, {
        accept: ({ body: text200 }) => {
          const ids = parsed(text200, Accepted)?.ids;
          return ids ? { kind: 'accepted', providerRef: String(ids[0]) } : null;
        },
        forbidden: ({ body: text403 }) => {
          const code = parsed(text403, Failed)?.code ?? '';
          if (NUMBER_CLOSED.has(code)) return { kind: 'refused', why: 'number' };
          return { kind: 'notSent', why: code === NO_CREDIT ? 'credit' : 'credentials', retryAfterMs: null };
        },
      });
    },
    find: async ({ providerRef }) => {
      if (providerRef === null) return null;
      const answer = await http({ url: `${origin}/rest/mtsms/${encodeURIComponent(providerRef)}`, method: 'GET', authorization });
      if (answer.kind !== 'answer' || answer.status !== 200) return null;
      const status = parsed(answer.body, Status)?.recipients[0]?.dsnstatus ?? null;
      if (status === null) return null;
      return { state: status === 'DELIVERED' ? 'delivered' : ENDED.has(status) ? 'failed' : 'pending', providerRef };
    },
  };
}
