import type { InputOf, OutputOf } from '#renderer/client/index.ts';

import { createAsked } from './asked.ts';

export type WishDraft = InputOf<'waiting', 'add'>['draft'];
export type Wish = OutputOf<'waiting', 'list'>[number];

/** What the dialog is about: a new wish with what is known of it, or one that waits already. */
export interface OpenWish {
  readonly wish?: Wish;
  readonly known?: Partial<WishDraft>;
  /** Whose name stands in the dialog while `known` names a patient. */
  readonly name?: string;
  /** When the visit is that the patient keeps, ISO UTC. */
  readonly keepsStart?: string;
  /** The group whose seat is waited for. */
  readonly groupTitle?: string;
}

/** Opens the dialog on any screen, or closes it. */
export const { ask: openWish, useAsked: useOpenWish } = createAsked<OpenWish>();
