import { IconRestore } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { useCommands, useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { useDrillStatus } from '#renderer/parts/drill-line/index.ts';
import { Banner, Button, Page, Row, useFormats, useText } from '#renderer/ui/index.ts';

import { CertificateDialog } from './CertificateDialog.tsx';
import { CertificateTable } from './CertificateTable.tsx';
import { DRILL_KEY } from './drill-key.ts';
import { DrillSearch } from './drill-search.ts';
import classes from './Drill.module.css';
import { KitPart } from './KitPart.tsx';
import { PlacesPart } from './PlacesPart.tsx';
import { RunningPart } from './RunningPart.tsx';
import { StandingPart } from './StandingPart.tsx';

/** Whether the clinic was restored on trial, from where, when next; a drill now; the yearly one with the kit; every certificate (J-20, XM-80, XM-81). */
export function DrillScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { stamp } = useFormats();
  const { data: status, error } = useDrillStatus();
  const run = useCommandOf('drill', 'run');
  const [opened, setOpened] = useState<string | null>(null);
  const mayRun = status !== undefined && status.places.length > 0 && status.firstBackupAt !== null && status.running === null && !run.isRunning;
  const start = (targetId: string | null = null) => { if (mayRun) run.start({ targetId }); };
  useCommands([{ id: 'drill.runHere', message: 'drill.command.run', shortcut: DRILL_KEY, icon: IconRestore, permission: 'backup.run', when: () => mayRun, run: () => start() }]);
  useOnOpening(mayRun, { start, open: setOpened });
  const failure = error ?? run.error;
  const actions = (
    <Row gap={2}>
      <Button onClick={() => go('/backup')}>{t('drill.backups')}</Button>
      <Button kind="primary" shortcut={DRILL_KEY} disabled={!mayRun} loading={run.isRunning} onClick={() => start()}>{t('drill.run')}</Button>
    </Row>
  );
  return (
    <Page title={t('drill.title')} actions={actions}>
      <div className={classes.screen}>
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
        {status ? <StandingPart status={status} /> : null}
        {status?.unprovenUpdate ? <Banner tone="attention">{t('drill.unprovenUpdate', { when: stamp(status.unprovenUpdate.at), by: status.unprovenUpdate.by ?? 'none' })}</Banner> : null}
        {status?.running ? <RunningPart running={status.running} /> : null}
        {status ? <div className={classes.parts}><PlacesPart places={status.places} mayRun={mayRun} onRun={start} /><KitPart status={status} /></div> : null}
        <CertificateTable mayRun={mayRun} onOpen={setOpened} />
      </div>
      {opened === null ? null : <CertificateDialog id={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}

/** The palette's "restore on trial now" and a link to a certificate: done once, and gone from the address so that a reload does not repeat it. */
function useOnOpening(mayRun: boolean, { start, open }: { readonly start: () => void; readonly open: (id: string) => void }): void {
  const go = useGo();
  const asked = useRouteSearch(DrillSearch);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || (asked.open === undefined && !(asked.run === true && mayRun))) return;
    begun.current = true;
    if (asked.open === undefined) start();
    else open(asked.open);
    go('/drill', { replace: true });
  });
}
