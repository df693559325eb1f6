import { IconUserEdit } from '@tabler/icons-react';

import type { OtherWriter } from '#shared/contract/writing.ts';

import { StatusChip, useText } from '#renderer/ui/index.ts';

import { useOthers } from './use-others.ts';

/** "Eva Lind skriver här": before two people write the same thing, or against each other (complaint 6). */
export function Others({ others }: { readonly others: readonly OtherWriter[] }) {
  const t = useText();
  if (others.length === 0) return null;
  const names = [...new Set(others.filter(one => !one.isSelf).map(one => one.name))];
  const words = names.length > 0 ? t('journal.others.here', { names: names.join(', ') }) : t('journal.others.self');
  return <span role="status"><StatusChip tone="attention" icon={<IconUserEdit size={14} />}>{words}</StatusChip></span>;
}

/** The same for somebody who reads. */
export function OthersOf({ patientId, noteId }: { readonly patientId: string; readonly noteId: string }) {
  return <Others others={useOthers(patientId, noteId)} />;
}
