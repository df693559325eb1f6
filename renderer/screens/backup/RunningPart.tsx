import type { BackupStatus } from '#shared/contract/backup.ts';
import { BACKUP_PHASES } from '#shared/domain/backup/backup.ts';

import { ProgressLine, Text, useText } from '#renderer/ui/index.ts';

import { useRunning } from './use-proof.ts';

const BYTES: readonly string[] = ['copying', 'verifying', 'restoring'];

/** Which place is being copied to, how far, and that nobody has to wait for it. */
export function RunningPart({ status }: { readonly status: BackupStatus }) {
  const t = useText();
  const running = useRunning(status);
  if (running === null) return null;
  // All pages are read, and the last of them are still on their way to the place.
  const isEnding = running.phase === 'copying' && running.total > 0 && running.done >= running.total;
  // One thing of one says nothing: the bar then only moves.
  const { done, total } = isEnding || running.total < 2 ? { done: 0, total: 0 } : running;
  const phase = t(`backup.phase.${isEnding ? 'finishing' : (BACKUP_PHASES.find(known => known === running.phase) ?? 'checking')}`);
  const label = status.targets.length < 2 ? phase : running.of < 2 ? t('backup.running.to', { phase, name: running.targetName }) : t('backup.running.toOf', { phase, name: running.targetName, number: running.number, of: running.of });
  return (
    <div>
      <ProgressLine label={label} done={done} total={total} unit={BYTES.includes(running.phase) ? 'bytes' : 'items'} timeLeftMs={running.timeLeftMs} />
      <Text muted small>{t('backup.running.leave')}</Text>
    </div>
  );
}
