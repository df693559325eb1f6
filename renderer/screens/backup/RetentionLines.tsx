import type { ErrorCode } from '#shared/kernel/app-error.ts';
import { serverDays } from '#shared/domain/backup/lifecycle.ts';
import { ALWAYS_KEPT } from '#shared/domain/backup/retention.ts';
import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useMay } from '#renderer/client/index.ts';
import { Button, useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { FactLine } from './FactLine.tsx';
import { useTimes, type Times } from './use-times.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const YEAR_MS = 365 * DAY_MS;
const REASONS: Readonly<Partial<Record<ErrorCode, 'damaged' | 'failing' | 'foreign' | 'signature'>>> = {
  'backup.placeDamaged': 'damaged', 'backup.placeFailing': 'failing', 'backup.placeForeign': 'foreign', 'restore.kitWrong': 'foreign', 'restore.signatureWrong': 'signature',
};
/** So many numbers are told; the rest only as a count. */
const TOLD = 6;

/** How long a place keeps backups, what goes next, and what lies there that cannot be read or is missing. */
export function RetentionLines({ target }: { readonly target: TargetStatus }) {
  const t = useText();
  const times = useTimes();
  const faults = useFaults(target);
  const facts = target.place.kind === 'folder' ? folderFacts(t, times, target) : serverFacts(t, target);
  return (
    <>
      {faults.map(fault => <p key={fault} className={classes.targetFault}>{fault}</p>)}
      <FactLine facts={facts} />
      <LockReminder target={target} />
    </>
  );
}

/** Once a year: what the clinic's own key may not do, somebody has to ask for. */
function LockReminder({ target: { id, place, addedAt } }: { readonly target: TargetStatus }) {
  const t = useText();
  const may = useMay();
  const { now, day } = useTimes();
  const confirm = useCommandOf('backup', 'confirmLocks');
  if (place.kind === 'folder') return null;
  const last = place.locksExtendedAt ?? addedAt;
  if (now.getTime() - Date.parse(last) < YEAR_MS) return null;
  return (
    <p className={classes.targetFault}>
      {t('backup.retention.locksDue', { date: day(last) })}
      {may('backup.configure') ? <Button size="dense" kind="quiet" loading={confirm.isRunning} onClick={() => confirm.start({ targetId: id })}>{t('backup.retention.locksDone')}</Button> : null}
    </p>
  );
}

type Text = ReturnType<typeof useText>;

function folderFacts(t: Text, { day, now }: Times, { retentionDays, contents, expiry }: TargetStatus): string[] {
  const oldest = contents?.oldestAt ?? null;
  const goes = oldest !== null && (contents?.generations ?? 0) > ALWAYS_KEPT ? new Date(Date.parse(oldest) + retentionDays * DAY_MS).toISOString() : null;
  // looked at once a week; later than that nothing goes because no newer backup was restored whole
  const isOverdue = goes !== null && now.getTime() - Date.parse(goes) > 2 * WEEK_MS;
  const heldBack = expiry?.heldBack ?? (isOverdue ? 'unproven' : null);
  return [
    t('backup.retention.keeps', { days: retentionDays, least: ALWAYS_KEPT }),
    ...(oldest === null ? [] : [t('backup.retention.oldest', { date: day(oldest) })]),
    ...(goes === null ? [] : [t('backup.retention.next', { date: day(goes) })]),
    ...(expiry !== null && expiry.generations > 0 ? [t('backup.retention.went', { count: expiry.generations, date: day(expiry.at) })] : []),
    ...(heldBack === null ? [] : [t(`backup.retention.${heldBack}`)]),
  ];
}

function serverFacts(t: Text, { place, retentionDays }: TargetStatus): string[] {
  if (place.kind === 'folder') return [];
  const days = place.protection?.report.serverDays;
  const when = days === undefined ? t('backup.retention.serverUnknown', { days: serverDays(retentionDays) }) : days === null ? t('backup.retention.serverNever') : t('backup.retention.server', { days });
  return [when];
}

/** Lists of contents that are there and were not accepted, and backups that must have been there: told in words, nothing is wrong with the others. */
function useFaults({ contents }: TargetStatus): string[] {
  const t = useText();
  if (contents === null) return [];
  const { unread, gone } = contents;
  const list = (items: readonly string[]): string => `${items.slice(0, TOLD).join(', ')}${items.length > TOLD ? ' …' : ''}`;
  const unreadItems = unread.map(({ seq, reason }) => t('backup.retention.item', { seq, reason: t(`backup.retention.reason.${REASONS[reason] ?? 'other'}`) }));
  return [
    ...(unread.length === 0 ? [] : [t('backup.retention.unreadList', { count: unread.length, list: list(unreadItems) })]),
    ...(gone.length === 0 ? [] : [t('backup.retention.goneList', { count: gone.length, list: list(gone.map(({ seq }) => String(seq))) })]),
  ];
}
