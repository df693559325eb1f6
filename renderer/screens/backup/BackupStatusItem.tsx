import { IconAlertTriangle, IconDatabaseExport, IconExclamationCircle } from '@tabler/icons-react';

import type { BackupStatus } from '#shared/contract/backup.ts';

import { useGo } from '#renderer/commands/index.ts';
import { useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { useBackupStatus, useProof, useRunning } from './use-proof.ts';

const ICON = { ok: IconDatabaseExport, attention: IconAlertTriangle, danger: IconExclamationCircle } as const;

/** The backup's part of the status line; a failure becomes words and colour here, never a window. */
export function BackupStatusItem() {
  const go = useGo();
  const { data } = useBackupStatus();
  const proof = useProof(data);
  const running = useRunningWords(data);
  if (!proof) return null;
  const Icon = ICON[proof.tone];
  return (
    <span>
      <button type="button" className={classes.statusItem} data-tone={proof.tone} onClick={() => go('/backup')}>
        <Icon size={14} stroke={1.8} aria-hidden />{running ?? proof.short}
      </button>
    </span>
  );
}

function useRunningWords(status: BackupStatus | undefined): string | null {
  const t = useText();
  const running = useRunning(status);
  if (running === null) return null;
  return running.phase === 'copying' && running.total > 0 ? t('backup.short.runningOf', { percent: Math.floor((running.done / running.total) * 100) }) : t('backup.short.running');
}
