import { RESTORE_PHASES } from '#shared/domain/backup/backup.ts';

import { ApiError, useErrorText, useJob, type OutputOf } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, ProgressLine, Text, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';

interface RunningStepProps {
  readonly state: OutputOf<'restore', 'state'>;
  readonly starting: boolean;
  readonly error: ApiError | null;
  /** False after a reload: the list is then gone and one begins with the folder. */
  readonly canChoose: boolean;
  readonly onAgain: (generationId: string) => void;
  readonly onOther: () => void;
}

/** How far the restore is, or why it stopped and what to do. */
export function RunningStep({ state, starting, error, canChoose, onAgain, onOther }: RunningStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const job = useJob('restore');
  if (state.step === 'failed') {
    const failure = error ?? new ApiError({ code: state.error ?? 'internal', params: state.errorParams, traceId: '' });
    const { generationId } = state;
    return (
      <StepPane title={t('restore.running.failedTitle')} lead={t('restore.safe')}>
        <Banner tone="danger" live>{errorText(failure).text}</Banner>
        <div className={classes.actions}>
          {canChoose && generationId ? <Button kind="primary" autoFocus loading={starting} onClick={() => onAgain(generationId)}>{t('restore.running.again')}</Button> : null}
          <Button onClick={onOther}>{t(canChoose ? 'restore.running.other' : 'restore.running.restart')}</Button>
        </div>
      </StepPane>
    );
  }
  const now = { timeLeftMs: null, phase: 'preparing', done: 0, total: 0, ...state.progress, ...job };
  const phase = RESTORE_PHASES.find(known => known === now.phase) ?? 'restoring';
  // One thing of one says nothing: the bar then only moves.
  const total = now.total > 1 ? now.total : 0;
  return (
    <StepPane title={t('restore.running.title')} lead={t('restore.running.lead')}>
      <ProgressLine label={t(`restore.phase.${phase}`)} done={now.done} total={total} unit={phase === 'restoring' ? 'bytes' : 'items'} timeLeftMs={now.timeLeftMs} />
      <Text muted>{t('restore.running.noCancel')}</Text>
    </StepPane>
  );
}
