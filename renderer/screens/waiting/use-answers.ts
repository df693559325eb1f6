import { useState } from 'react';

import { client, type OutputOf } from '#renderer/client/index.ts';

import type { Wish } from '#renderer/parts/open-wish.ts';

export type Freed = OutputOf<'waiting', 'freed'>[number];

/** Somebody on the list, and when in the free time that is looked at their visit would be. */
export interface Line {
  readonly wish: Wish;
  readonly slot?: { readonly resourceId: string; readonly start: string; readonly end: string; readonly groupId: string | null };
}

export type Channel = 'phone' | 'sms' | 'inPerson';
type Offer = Wish['offers'][number];

/** What somebody has been asked and not answered: about this time where one is looked at, else whatever it is. */
export const openOffer = ({ wish, slot }: Line): Offer | undefined =>
  wish.offers.find(offer => offer.answer === 'open' && (slot === undefined || (offer.groupId === slot.groupId && offer.start < slot.end && offer.end > slot.start)));

export interface Answers {
  readonly error: unknown;
  readonly isRunning: boolean;
  readonly offer: (line: Line, slot: NonNullable<Line['slot']>, how: { readonly channel: Channel; readonly until: string | null }) => Promise<boolean>;
  /** Books; without a question before, the yes was given on the phone there and then. */
  readonly yes: (line: Line) => Promise<{ readonly start: string } | undefined>;
  readonly no: (line: Line) => Promise<boolean>;
  readonly withdraw: (wish: Wish) => Promise<boolean>;
  readonly dismiss: () => void;
}

/** Asking and answering; a refusal stands in `error` until the next step, and changes nothing on the list by itself. */
export function useAnswers(): Answers {
  const [error, setError] = useState<unknown>();
  const [isRunning, setRunning] = useState(false);
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    setError(undefined);
    setRunning(true);
    try {
      return await work();
    } catch (failure) {
      setError(failure);
      return undefined;
    } finally {
      setRunning(false);
    }
  };
  const ask = (line: Line, slot: NonNullable<Line['slot']>, how: { channel: Channel; until: string | null }) =>
    client.waiting.offer({ wishId: line.wish.id, resourceId: slot.resourceId, start: slot.start, end: slot.end, groupId: slot.groupId, ...how });
  return {
    error,
    isRunning,
    dismiss: () => setError(undefined),
    offer: async (line, slot, how) => (await attempt(() => ask(line, slot, how))) !== undefined,
    yes: line =>
      attempt(async () => {
        const asked = openOffer(line) ?? (line.slot && (await ask(line, line.slot, { channel: 'phone', until: null })));
        return asked && client.waiting.accept({ offerId: asked.id, version: asked.version });
      }),
    no: async line => {
      const asked = openOffer(line);
      return asked !== undefined && (await attempt(() => client.waiting.decline({ offerId: asked.id, version: asked.version }))) !== undefined;
    },
    withdraw: async wish => (await attempt(() => client.waiting.withdraw({ id: wish.id, version: wish.version }))) !== undefined,
  };
}
