import { useEffect, useRef } from 'react';

import { USUAL_RETENTION_DAYS } from '#shared/domain/backup/retention.ts';
import type { ProbeReport } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, ProgressLine, Text, useText } from '#renderer/ui/index.ts';

import { ExpiryRules } from './ExpiryRules.tsx';
import { PolicyPart } from './PolicyPart.tsx';
import { ProbeTable } from './ProbeTable.tsx';
import classes from './Server.module.css';
import { addressOf, keysOf, type ServerProgress } from './server-draft.ts';

/** The program tries to destroy small objects of its own at the server; an unprotected bucket may be used and is never called safe. */
export function ProbeStep({ progress, onGoOn, onAddress }: { readonly progress: ServerProgress; readonly onGoOn: (report: ProbeReport) => void; readonly onAddress: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const probe = useCommandOf('backup', 'probeServer');
  const { draft, decision } = progress;
  const start = () => probe.start({ address: addressOf(draft), keys: keysOf(draft), decision });
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    start();
  });
  const found = probe.value;
  return (
    <>
      <h2 className={classes.title}>{t('backup.server.probeTitle')}</h2>
      <Text muted>{t('backup.server.probeLead')}</Text>
      {probe.isRunning ? <ProgressLine label={t('backup.server.probing')} done={0} total={0} /> : null}
      {probe.error ? <Banner tone="danger" live>{errorText(probe.error).text}</Banner> : null}
      {probe.error ? (
        <div className={classes.actions}>
          <Button kind="primary" autoFocus onClick={onAddress}>{t('backup.server.change')}</Button>
          <Button onClick={start}>{t('backup.server.again')}</Button>
        </div>
      ) : null}
      {found ? <Verdict report={found.report} /> : null}
      {found?.state === 'ours' ? <Banner tone="info">{t('backup.place.ours', { generations: found.generations })}</Banner> : null}
      {found ? (
        <div className={classes.actions}>
          {found.report.isProtected ? null : <Button kind="primary" autoFocus loading={probe.isRunning} onClick={start}>{t('backup.server.again')}</Button>}
          <Button kind={found.report.isProtected ? 'primary' : 'secondary'} autoFocus={found.report.isProtected} onClick={() => onGoOn(found.report)}>{t(found.report.isProtected ? 'backup.server.goOn' : 'backup.server.goOnUnprotected')}</Button>
        </div>
      ) : null}
      {found ? <ProbeTable report={found.report} /> : null}
      {found && typeof found.report.serverDays !== 'number' ? <ExpiryRules prefix={addressOf(draft).prefix} retentionDays={USUAL_RETENTION_DAYS} /> : null}
      {found && !found.report.isProtected ? <PolicyPart bucket={draft.bucket.trim()} prefix={addressOf(draft).prefix} accessKeyId={draft.accessKeyId.trim()} /> : null}
    </>
  );
}

function Verdict({ report }: { readonly report: ProbeReport }) {
  const t = useText();
  return report.isProtected
    ? <Banner tone="ok" live title={t('backup.protection.yes')}>{t('backup.probe.yes')}</Banner>
    : <Banner tone="attention" live title={t('backup.protection.no')}>{t('backup.probe.no')}</Banner>;
}
