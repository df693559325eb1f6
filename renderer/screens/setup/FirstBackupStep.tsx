import { ApiError, useCommandOf, useErrorText, useJob, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, FactList, ProgressLine, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Setup.module.css';

const PHASES = ['preparing', 'copying', 'finishing', 'verifying', 'checking', 'restoring', 'comparing'] as const;
const BYTE_PHASES: readonly string[] = ['copying', 'verifying', 'restoring'];

/** What the latest attempt failed with, as the refusal it would have been. */
function failureOf(attempt: OutputOf<'backup', 'status'>['attempt'] | undefined): ApiError | null {
  if (attempt?.outcome !== 'failed' || !attempt.errorCode) return null;
  return new ApiError({ code: attempt.errorCode, params: {}, traceId: '' });
}

/** The first backup and its proof. Runs on if the person does something else; the result stands here when it is there. */
export function FirstBackupStep({ onHold, onDone }: { readonly onHold: () => void; readonly onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { bytes, duration, stamp } = useFormats();
  const status = useQueryOf('backup', 'status', {}, { everyMs: 2000 });
  const run = useCommandOf('backup', 'run');
  const job = useJob('backup') ?? status.data?.running ?? undefined;
  const certificate = status.data?.certificate;
  const proven = certificate?.outcome === 'ok';
  const failed = run.error ?? (job ? null : failureOf(status.data?.attempt));
  return (
    <StepPane title={t('setup.backup.title')} lead={t('setup.backup.lead')}>
      {failed ? <Banner tone="danger" live>{errorText(failed).text}</Banner> : null}
      {job ? <ProgressLine label={t(`setup.backup.phase.${PHASES.find(phase => phase === job.phase) ?? 'finishing'}`)} done={job.done} total={job.total} unit={BYTE_PHASES.includes(job.phase) ? 'bytes' : 'items'} timeLeftMs={'timeLeftMs' in job ? job.timeLeftMs : null} /> : null}
      {proven && !job ? (
        <>
          <Banner tone="ok" live>{t('setup.backup.proven')}</Banner>
          <FactList facts={[
            { label: t('setup.backup.at'), value: stamp(certificate.verifiedAt) },
            { label: t('setup.backup.took'), value: duration(certificate.durationMs) },
            { label: t('setup.backup.read'), value: bytes(certificate.bytesRead) },
            { label: t('setup.backup.rows'), value: String(certificate.counts.log) },
          ]} />
          <div className={classes.actions}><Button kind="primary" onClick={onDone} autoFocus>{t('setup.next')}</Button></div>
        </>
      ) : null}
      {!proven && !job ? <div className={classes.actions}><Button kind="primary" loading={run.isRunning} onClick={() => { onHold(); run.start({}); }} autoFocus>{t(failed ? 'setup.backup.again' : 'setup.backup.start')}</Button></div> : null}
    </StepPane>
  );
}
