import { IconEyeOff, IconFileCheck, IconFileShredder, IconLock, IconPencil } from '@tabler/icons-react';

import type { TimelineEntry } from '#shared/contract/journal.ts';

import { StatusChip, useText } from '#renderer/ui/index.ts';

/** Content that is gone by decision of IVO or a court (J-09): neither unsigned nor struck by the clinic. */
export function DestroyedMark() {
  const t = useText();
  return <StatusChip tone="neutral" icon={<IconFileShredder size={14} />}>{t('journal.status.destroyed')}</StatusChip>;
}

/** How a note stands, in colour, sign and word. */
export function EntryStatus({ entry }: { readonly entry: Pick<TimelineEntry, 'hidden' | 'status' | 'ownDraft'> }) {
  const t = useText();
  if (entry.hidden) return <StatusChip tone="neutral" icon={<IconEyeOff size={14} />}>{t('journal.status.hidden')}</StatusChip>;
  if (entry.ownDraft === 'correction') return <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('journal.status.correcting')}</StatusChip>;
  if (entry.ownDraft === 'addition') return <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('journal.status.adding')}</StatusChip>;
  if (entry.status === 'draft') return <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('journal.status.draft')}</StatusChip>;
  if (entry.status === 'locked') return <StatusChip tone="neutral" icon={<IconLock size={14} />}>{t('journal.status.locked')}</StatusChip>;
  if (entry.status === 'closed') return <StatusChip tone="neutral" icon={<IconLock size={14} />}>{t('journal.status.closed')}</StatusChip>;
  return <StatusChip tone="ok" icon={<IconFileCheck size={14} />}>{t('journal.status.signed')}</StatusChip>;
}
