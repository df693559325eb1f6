import { MINIMUM_PLACES } from '#shared/domain/backup/standing.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { graver, useDrillLine } from '#renderer/parts/drill-line/index.ts';
import { Banner, Button, StatusRow, Text, useText } from '#renderer/ui/index.ts';

import { RunningPart } from './RunningPart.tsx';
import { useBackupStatus, useProof } from './use-proof.ts';

/** Is last night's backup good? One line on the start page (task 4C 1). */
export function BackupWidget() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { data, error } = useBackupStatus();
  const proof = useProof(data);
  const drill = useDrillLine();
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  if (!data || !proof) return null;
  return (
    <div>
      <StatusRow tone={drill === null ? proof.tone : graver(proof.tone, drill.tone)} label={t('backup.widget.label')} value={drill === null ? proof.headline : `${proof.headline} · ${drill.text}`} action={<Button size="dense" kind="quiet" onClick={() => go('/backup')}>{t('backup.widget.open')}</Button>} />
      {proof.tone === 'ok' ? null : <Text muted>{proof.details[0]}</Text>}
      {data.targets.length > 0 && data.targets.length < MINIMUM_PLACES ? <Text muted>{t('backup.proof.onePlace')}</Text> : null}
      <RunningPart status={data} />
    </div>
  );
}
