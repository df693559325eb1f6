import type { DrillStatus } from '#shared/contract/drill.ts';

import { useCommandOf, useJob } from '#renderer/client/index.ts';
import { Button, notify, ProgressLine, Row, Text, useText } from '#renderer/ui/index.ts';

/** How far the running drill is, that nobody has to wait for it, and the way to end it. */
export function RunningPart({ running }: { readonly running: NonNullable<DrillStatus['running']> }) {
  const t = useText();
  const job = useJob('drill');
  const cancel = useCommandOf('drill', 'cancel');
  // Core's answer decides whether; events only say how far, because a drill that was ended goes without one.
  const shown = { timeLeftMs: null, ...running, ...(job === undefined ? {} : { done: job.done, total: job.total, timeLeftMs: job.timeLeftMs }) };
  const phase = (['preparing', 'restoring', 'checking', 'comparing', 'done'] as const).find(known => known === (job?.phase ?? running.phase)) ?? running.phase;
  // One thing of one says nothing: the bar then only moves.
  const total = shown.total > 1 ? shown.total : 0;
  return (
    <div>
      <Text strong>{t(running.keys === 'kit' ? 'drill.running.kit' : 'drill.running.place', { name: running.place })}</Text>
      <ProgressLine label={t(`drill.phase.${phase}`)} done={shown.done} total={total} unit={phase === 'restoring' ? 'bytes' : 'items'} timeLeftMs={shown.timeLeftMs} />
      <Row gap={3}>
        <Text muted small>{t('drill.running.leave')}</Text>
        <Button size="dense" kind="quiet" loading={cancel.isRunning} onClick={() => cancel.start({}, () => notify(t('drill.cancelled')))}>{t('drill.cancel')}</Button>
      </Row>
    </div>
  );
}
