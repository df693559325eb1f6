import { useQueryOf } from '#renderer/client/index.ts';
import { useGo, type Found } from '#renderer/commands/index.ts';
import { useText } from '#renderer/ui/index.ts';

import { usePaced } from '#renderer/parts/use-settled.ts';
import { nameOf, PATIENT_PATH } from './words.ts';

/** Patients for the search line: number and birth date stand beside the name, so that the right one is opened. */
export function useFindPatients(text: string): { found: readonly Found[]; isCurrent: boolean } {
  const t = useText();
  const go = useGo();
  const settled = usePaced(text);
  const { data, isPlaceholderData, isFetching } = useQueryOf('patients', 'search', { text: settled.slice(0, 100), limit: 8 }, { enabled: settled !== '', keepPrevious: true });
  if (settled === '') return { found: [], isCurrent: text === '' };
  // A search that failed has nothing to add either: commands must not wait for it.
  const isCurrent = settled === text && !isPlaceholderData && !isFetching;
  const found = (data ?? []).map(hit => ({
    id: hit.id,
    patientId: hit.id,
    title: nameOf(hit),
    detail: [hit.number ?? hit.birthDate ?? '', hit.protection === 'none' ? (hit.phone ?? '') : t('patients.hidden'), hit.deceasedOn ? t('patients.deceased') : ''].filter(part => part !== '').join(' · '),
    open: () => go(PATIENT_PATH, { params: { patientId: hit.id } }),
  }));
  return { found, isCurrent };
}
