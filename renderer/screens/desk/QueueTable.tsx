import { queuePart, type QueueVisit } from '#shared/domain/desk/queue.ts';

import { useMay } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { useMoneyStates } from '#renderer/parts/use-money-states.ts';
import { DataTable, EmptyState, useText } from '#renderer/ui/index.ts';

import { openVisit, toCurrent } from './queue-commands.ts';
import { useQueueColumns } from './queue-columns.tsx';
import type { Today } from './use-today.ts';
import { useCurrentOf } from './use-current.ts';
import type { VisitSteps } from './use-visit-steps.ts';

interface QueueTableProps {
  readonly today: Today;
  readonly visits: readonly QueueVisit[];
  readonly steps: VisitSteps;
  readonly height: 'fill' | 'content';
}

/** The queue as rows. The visit under the cursor is the one that keys act on, here and in every other area. */
export function QueueTable({ today, visits, steps, height }: QueueTableProps) {
  const t = useText();
  const go = useGo();
  const may = useMay();
  const moneyOf = useMoneyStates(visits);
  const columns = useQueueColumns({ moneyOf, now: today.now, timeZone: today.timeZone, steps, mayWrite: may('agenda.write'), withPlace: today.visits.some(visit => visit.place !== '') });
  const onCursor = useCurrentOf(toCurrent);
  const toneOf = (visit: QueueVisit) => {
    const part = queuePart(visit, today.now);
    return part === 'late' ? 'attention' as const : part === 'done' || part === 'away' ? 'muted' as const : undefined;
  };
  const nothing = today.visits.length === 0
    ? <EmptyState title={t('desk.queue.empty')} hint={{ keys: '2', label: t('desk.queue.emptyHint') }} />
    : <EmptyState title={t('desk.queue.allDone')} />;
  return (
    <DataTable label={t('desk.queue.title')} columns={columns} rows={visits} rowKey={visit => visit.id} height={height} rowHeight={40} autoFocus holdCursor onCursor={onCursor}
      onOpen={visit => openVisit(go, visit, today.timeZone)} rowTone={toneOf} empty={nothing} />
  );
}
