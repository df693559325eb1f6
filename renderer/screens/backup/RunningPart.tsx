import type { BackupStatus } from '#shared/contract/backup.ts';
import { BACKUP_PHASES } from '#shared/domain/backup/backup.ts';

import { ProgressLine, Text, useText } from '#renderer/ui/index.ts';

import { useRunning } from './use-proof.ts';

const BYTES: readonly string[] = ['copying', 'verifying', 'restoring'];

/** How far the running backup is, and that nobody has to wait for it. */
export function RunningPart({ status }: { readonly status: BackupStatus }) {
  const t = useText();
  const running = useRunning(status);
  if (running === null) return null;
  const phase = BACKUP_PHASES.find(known => known === running.phase) ?? 'checking';
  return (
    <div>
      <ProgressLine label={t(`backup.phase.${phase}`)} done={running.done} total={running.total} unit={BYTES.includes(running.phase) ? 'bytes' : 'items'} timeLeftMs={running.timeLeftMs} />
      <Text muted small>{t('backup.running.leave')}</Text>
    </div>
  );
}
