import { createAsked } from '#renderer/parts/asked.ts';

/** Where a new group is to meet, when that is known: a free time of the agenda. */
export interface NewGroup {
  readonly resourceId?: string | undefined;
  /** ISO UTC. */
  readonly start?: string | undefined;
}

/** Opens the dialog for a new group on any screen, or closes it. */
export const { ask: openNewGroup, useAsked: useNewGroup } = createAsked<NewGroup>();
