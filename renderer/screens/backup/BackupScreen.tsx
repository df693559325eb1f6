import { IconDatabaseExport } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { useCommands, useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Button, Page, Row, useText } from '#renderer/ui/index.ts';

import { BackupSearch } from './backup-search.ts';
import classes from './Backup.module.css';
import { GenerationTable } from './GenerationTable.tsx';
import { LimitsPart } from './LimitsPart.tsx';
import { ProofLine } from './ProofLine.tsx';
import { ReceiptPart } from './ReceiptPart.tsx';
import { RUN_KEY } from './run-key.ts';
import { RunningPart } from './RunningPart.tsx';
import { ResidencyPart } from './ResidencyPart.tsx';
import { SchedulePart } from './SchedulePart.tsx';
import { TargetList } from './TargetList.tsx';
import { useBackupStatus, useProof } from './use-proof.ts';

/** Whether the clinic can be restored, what is being copied, where to, when next, and every backup there is. */
export function BackupScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { data: status, error } = useBackupStatus();
  const proof = useProof(status);
  const run = useCommandOf('backup', 'run');
  const isRunning = run.isRunning || (status?.running ?? null) !== null;
  const mayRun = status !== undefined && status.targets.length > 0 && !isRunning;
  const start = () => { if (mayRun) run.start({}); };
  useCommands([{ id: 'backup.runHere', message: 'backup.run', shortcut: RUN_KEY, icon: IconDatabaseExport, permission: 'backup.run', when: () => mayRun, run: start }]);
  useRunOnOpening(mayRun, start);
  const failure = error ?? run.error;
  const actions = (
    <Row gap={2}>
      <Button onClick={() => go('/drill')}>{t('backup.drills')}</Button>
      <Button kind="primary" shortcut={RUN_KEY} disabled={!mayRun} loading={run.isRunning} onClick={start}>{t('backup.run')}</Button>
    </Row>
  );
  return (
    <Page title={t('backup.title')} actions={actions}>
      <div className={classes.screen}>
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
        {proof ? <ProofLine proof={proof} /> : null}
        {status ? <RunningPart status={status} /> : null}
        {status ? <TargetList status={status} /> : null}
        {status ? <ReceiptPart status={status} /> : null}
        <GenerationTable mayRun={mayRun} targets={status?.targets ?? []} />
        {status ? <div className={classes.parts}><SchedulePart schedule={status.schedule} /><LimitsPart limits={status.limits} /></div> : null}
        {status ? <ResidencyPart targets={status.targets} /> : null}
      </div>
    </Page>
  );
}

/** The palette's "back up now" from another screen: begun once, and gone from the address so that a reload does not repeat it. */
function useRunOnOpening(mayRun: boolean, start: () => void): void {
  const go = useGo();
  const asked = useRouteSearch(BackupSearch).run === true;
  const begun = useRef(false);
  useEffect(() => {
    if (!asked || !mayRun || begun.current) return;
    begun.current = true;
    go('/backup', { replace: true });
    start();
  });
}
