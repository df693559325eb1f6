import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';

import type { Found } from '#shared/domain/schedule/series.ts';

import { StatusChip, useLanguage, useText } from '#renderer/ui/index.ts';

/** What one time of a series meets, in colour, sign and words. */
export function FoundChip({ found }: { readonly found: Found }) {
  const t = useText();
  const language = useLanguage();
  const { verdict, resource, holiday } = found;
  if (verdict === 'free') return <StatusChip tone="ok" icon={<IconCheck size={14} stroke={2} aria-hidden />}>{t('schedule.series.verdict.free')}</StatusChip>;
  if (verdict === 'ambiguous') return <StatusChip tone="attention" icon={<IconAlertTriangle size={14} stroke={2} aria-hidden />}>{t('schedule.series.verdict.ambiguous')}</StatusChip>;
  const plain = { taken: t('schedule.series.verdict.taken'), closed: t('schedule.series.verdict.closed'), past: t('schedule.series.verdict.past'), impossible: t('schedule.series.verdict.impossible'), holiday: t('schedule.series.verdict.holiday', { holiday: holiday?.[language] ?? '' }), notPerformer: t('schedule.series.verdict.notPerformer', { resource }) };
  const named = resource === '' ? undefined : { taken: t('schedule.series.verdict.takenBy', { resource }), closed: t('schedule.series.verdict.closedBy', { resource }) };
  const words = named && (verdict === 'taken' || verdict === 'closed') ? named[verdict] : plain[verdict];
  return <StatusChip tone="danger" icon={<IconX size={14} stroke={2} aria-hidden />}>{words}</StatusChip>;
}
