import { IconAlertTriangle, IconDatabaseExport, IconExclamationCircle } from '@tabler/icons-react';

import type { BackupStatus } from '#shared/contract/backup.ts';

import { useGo } from '#renderer/commands/index.ts';
import { graver, useDrillLine } from '#renderer/parts/drill-line/index.ts';
import { useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { useBackupStatus, useProof, useRunning } from './use-proof.ts';

const ICON = { ok: IconDatabaseExport, attention: IconAlertTriangle, danger: IconExclamationCircle } as const;

/** The backup's part of the status line; a failure becomes words and colour here, never a window. */
export function BackupStatusItem() {
  const go = useGo();
  const { data } = useBackupStatus();
  const proof = useProof(data);
  const drill = useDrillLine();
  const running = useRunningWords(data);
  if (!proof) return null;
  // A drill that failed or is late is said even where the newest backup is good; a good one needs no words in this line.
  const tone = drill === null ? proof.tone : graver(proof.tone, drill.tone);
  const words = running ?? (drill === null || drill.tone === 'ok' ? proof.short : `${proof.short}, ${drill.short}`);
  const Icon = ICON[tone];
  return (
    <span>
      <button type="button" className={classes.statusItem} data-tone={tone} onClick={() => go(tone === proof.tone ? '/backup' : '/drill')}>
        <Icon size={14} stroke={1.8} aria-hidden />{words}
      </button>
    </span>
  );
}

function useRunningWords(status: BackupStatus | undefined): string | null {
  const t = useText();
  const running = useRunning(status);
  if (running === null) return null;
  return running.phase === 'copying' && running.total > 0 ? t('backup.short.runningOf', { percent: Math.min(99, Math.floor((running.done / running.total) * 100)) }) : t('backup.short.running');
}
