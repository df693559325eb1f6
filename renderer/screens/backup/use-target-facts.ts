import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useFormats, useText } from '#renderer/ui/index.ts';

import { useTimes } from './use-times.ts';

/** Where a place is, what room it has, how many backups, what it waits for, when it is next and how the latest run went. */
export function useTargetFacts({ place, freeBytes, generations, nextRunAt, attempt, lastFullProof, waiting }: TargetStatus): readonly string[] {
  const t = useText();
  const { bytes, duration } = useFormats();
  const { stamp, weekday } = useTimes();
  const outcome = { ok: 'backup.facts.attemptOk', failed: 'backup.facts.attemptFailed', running: 'backup.facts.attemptRunning' } as const;
  return [
    place.kind === 'folder' ? place.path : t('backup.facts.server', { host: new URL(place.endpoint).host, bucket: place.bucket, prefix: place.prefix }),
    ...(place.kind === 's3' ? [t('backup.facts.key', { end: place.keyEnd })] : []),
    ...(freeBytes === null ? [] : [t('backup.place.free', { size: bytes(freeBytes) })]),
    t('backup.facts.generations', { count: generations }),
    ...(attempt ? [t(outcome[attempt.outcome], { trigger: t(`backup.trigger.${attempt.trigger}`), when: stamp(attempt.startedAt) })] : []),
    lastFullProof ? t('backup.facts.fullProofAt', { when: stamp(lastFullProof.verifiedAt), duration: duration(lastFullProof.durationMs) }) : t('backup.facts.fullProofNone'),
    ...(waiting === null || waiting === 'away' ? [] : [t(`backup.waiting.${waiting}`)]),
    ...(nextRunAt === null || waiting === 'away' ? [] : [t('backup.next', { when: weekday(nextRunAt) })]),
  ];
}
