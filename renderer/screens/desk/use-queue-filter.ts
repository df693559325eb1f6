import { useMemo, useState } from 'react';

import { queuePart, type QueueVisit } from '#shared/domain/desk/queue.ts';

import type { Command } from '#renderer/commands/index.ts';

import type { Today } from './use-today.ts';

export interface QueueFilter {
  readonly visits: readonly QueueVisit[];
  readonly toggle: () => void;
  readonly command: Command & { readonly message: 'desk.command.showDone' | 'desk.command.hideDone' };
}

/** What is over stands out of the way until somebody asks for it; one practitioner's visits only, when one is named. */
export function useQueueFilter(today: Today, resourceId: string | null = null): QueueFilter {
  const [withDone, setWithDone] = useState(false);
  const visits = useMemo(
    () => today.visits.filter(visit => (resourceId === null || visit.resourceId === resourceId) && (withDone || !['done', 'away'].includes(queuePart(visit, today.now)))),
    [today.visits, today.now, resourceId, withDone],
  );
  const toggle = () => setWithDone(!withDone);
  return { visits, toggle, command: { id: 'desk.showDone', message: withDone ? 'desk.command.hideDone' : 'desk.command.showDone', shortcut: 'h', run: toggle } };
}
