import { useEffect, useRef, useState } from 'react';

import { useCommandOf, useErrorText, useJob, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, notify, ProgressLine, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Log.module.css';
import { useLogText } from './use-log-text.ts';

/** Whether the log is whole, how far the newest signature reaches, and the two ways to have it checked. */
export function VerifyPart({ startNow }: { readonly startNow: boolean }) {
  const t = useText();
  const errorText = useErrorText();
  const last = useQueryOf('log', 'lastVerify', {});
  const verify = useCommandOf('log', 'verify');
  const job = useJob('verifyLog');
  const [exporting, setExporting] = useState(false);
  const asked = useRef(false);
  const { start } = verify;
  useEffect(() => {
    if (!startNow || asked.current) return;
    asked.current = true;
    start({});
  }, [startNow, start]);
  return (
    <section className={classes.verify} aria-label={t('log.verify.title')}>
      <div className={classes.verifyLine}>
        <div className={classes.verifyWords}>{last.data ? <State last={last.data} /> : null}</div>
        <Button loading={verify.isRunning} onClick={() => verify.start({})}>{t('log.verify.run')}</Button>
        <Button kind="quiet" onClick={() => setExporting(true)}>{t('log.verify.export')}</Button>
      </div>
      {verify.isRunning && job ? <ProgressLine label={t('log.verify.running')} done={job.done} total={job.total} timeLeftMs={job.timeLeftMs} /> : null}
      {verify.error ? <Banner tone="danger" live>{errorText(verify.error).text}</Banner> : null}
      {exporting ? <ExportDialog onClose={() => setExporting(false)} /> : null}
    </section>
  );
}

function State({ last }: { readonly last: OutputOf<'log', 'lastVerify'> }) {
  const t = useText();
  const { when } = useLogText();
  const { report, exposedRows, checkpointAt } = last;
  const signed = checkpointAt === null ? '' : t('log.verify.signed', { when: when({ at: checkpointAt }) });
  return (
    <>
      {report === null ? <Text>{t('log.verify.never')}</Text> : null}
      {report?.ok ? <Text strong>{t('log.verify.ok', { rows: report.rows, when: when({ at: report.verifiedAt }), by: report.by })}</Text> : null}
      {report?.firstBad ? <Banner tone="danger" live title={t('log.verify.bad', { seq: report.firstBad.seq, fault: t(`log.fault.${report.firstBad.fault}`) })}>{t('log.verify.badHelp')}</Banner> : null}
      <Text muted small>{`${t('log.verify.exposed', { count: exposedRows })} ${signed}`}</Text>
    </>
  );
}

function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('log', 'exportAll');
  const [folder, setFolder] = useState('');
  const run = () => save.start({ folder: folder.trim() }, ({ rows, file }) => {
    notify(t('log.verify.exportDone', { rows, file }));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('log.verify.exportTitle')} action={{ label: t('log.verify.exportRun'), disabled: folder.trim() === '', loading: save.isRunning, onRun: run }}>
      <Stack gap={4}>
        <Text>{t('log.verify.exportBody')}</Text>
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
        <TextField label={t('log.verify.exportFolder')} help={t('log.verify.exportFolderHelp')} value={folder} onChange={setFolder} maxLength={1000} autoFocus />
      </Stack>
    </Dialog>
  );
}
