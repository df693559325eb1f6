import { MINIMUM_PLACES } from '#shared/domain/backup/standing.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { graver, useDrillLine } from '#renderer/parts/drill-line/index.ts';
import { Banner, Button, Stack, StatusRow, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { ReceiptReminder } from './ReceiptReminder.tsx';
import { RunningPart } from './RunningPart.tsx';
import { useBackupStatus, useProof, type Proof } from './use-proof.ts';
import { useTimes } from './use-times.ts';

/** Is last night's backup good? One line on the start page (task 4C 1). */
export function BackupWidget() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { data, error } = useBackupStatus();
  const proof = useProof(data);
  const drill = useDrillLine();
  const goodLine = useGoodLine();
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  if (!data || !proof) return null;
  // A drill that failed or is late would contradict "restorable" in one line with it.
  const isDrillWorse = drill?.tone === 'danger' && proof.tone !== 'danger';
  const made = proof.tone === 'ok' ? goodLine(proof, drill !== null) : proof.headline;
  const isGood = proof.tone === 'ok' && !isDrillWorse;
  const line = isDrillWorse ? drill.text : isGood && drill !== null ? `${made} · ${drill.text}` : made;
  const advice = [
    ...(isGood ? [] : isDrillWorse && proof.tone !== 'ok' ? [proof.headline] : proof.details.slice(0, 1)),
    ...(isGood || isDrillWorse || drill === null ? [] : [drill.text]),
    ...(data.targets.length > 0 && data.targets.length < MINIMUM_PLACES ? [t('backup.proof.onePlace')] : []),
  ];
  return (
    <Stack gap={2}>
      <StatusRow tone={drill === null ? proof.tone : graver(proof.tone, drill.tone)} label={t('backup.widget.label')} value={<>{line}{advice.map(words => <span key={words} className={classes.advice}>{words}</span>)}</>} action={<Button size="dense" kind="quiet" onClick={() => go('/backup')}>{t('backup.widget.open')}</Button>} />
      <ReceiptReminder status={data} />
      <RunningPart status={data} />
    </Stack>
  );
}

/** Of a good backup: its age, its place, and what proves it; a drill's own words say the last better where there are any. */
function useGoodLine(): (proof: Proof, isDrillSaid: boolean) => string {
  const t = useText();
  const { duration } = useFormats();
  const { ago } = useTimes();
  return ({ target, headline }, isDrillSaid) => {
    if (!target?.last) return headline;
    const made = t('backup.widget.good', { name: target.name, when: ago(target.last.createdAt) });
    if (isDrillSaid || !target.certificate) return made;
    return `${made} · ${target.certificate.kind === 'full' ? t('backup.widget.full', { duration: duration(target.certificate.durationMs) }) : t('backup.widget.light')}`;
  };
}
