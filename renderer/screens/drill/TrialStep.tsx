import { useRef } from 'react';

import { useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { useDrillStatus, useReason } from '#renderer/parts/drill-line/index.ts';
import { Banner, Button, Text, useText } from '#renderer/ui/index.ts';

import classes from './Drill.module.css';
import { RunningPart } from './RunningPart.tsx';

/** The drill while it runs, and what came of it. */
export function TrialStep({ startedAt, onAgain }: { readonly startedAt: string; readonly onAgain: () => void }) {
  const t = useText();
  const go = useGo();
  const reason = useReason();
  const { data: status } = useDrillStatus();
  const { data: listed, isFetching } = useQueryOf('drill', 'list', { limit: 1 });
  const running = status?.running ?? null;
  const [newest] = listed ?? [];
  const result = newest !== undefined && newest.keys === 'kit' && newest.endedAt >= startedAt ? newest : null;
  // Only what was seen running can have been stopped; before that its first word is still on the way.
  const wasRunning = useRef(false);
  if (running !== null) wasRunning.current = true;
  if (result === null && (running !== null || isFetching || !wasRunning.current)) {
    return (
      <div className={classes.guide}>
        <div>
          <h2 className={classes.guideTitle}>{t('drill.guide.trialTitle')}</h2>
          <p className={classes.guideLead}><Text muted>{t('drill.guide.trialLead')}</Text></p>
        </div>
        {running === null ? null : <RunningPart running={running} />}
      </div>
    );
  }
  const words = result === null ? t('drill.guide.doneCancelled') : result.outcome === 'ok' ? t('drill.guide.doneOk') : t('drill.guide.doneFailed', { reason: reason(result.errorCode) });
  return (
    <div className={classes.guide}>
      <Banner tone={result === null ? 'attention' : result.outcome === 'ok' ? 'ok' : 'danger'} live>{words}</Banner>
      <Text>{t('drill.guide.putBack')}</Text>
      <div className={classes.actions}>
        {result === null ? null : <Button kind="primary" autoFocus onClick={() => go('/drill', { search: { open: result.id } })}>{t('drill.guide.open')}</Button>}
        {result?.outcome === 'ok' ? null : <Button onClick={onAgain}>{t('drill.guide.again')}</Button>}
        <Button onClick={() => go('/drill')}>{t('drill.guide.leave')}</Button>
      </div>
    </div>
  );
}
