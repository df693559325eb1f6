import { useQueryOf, type OutputOf } from '#renderer/client/index.ts';

import { usePaced } from '../use-settled.ts';

export type PatientHit = OutputOf<'patients', 'search'>[number];

const NONE: readonly PatientHit[] = [];

/** The longest text a search takes; what is pasted beyond it says nothing about who it is. */
const LONGEST = 100;

/** Who fits the typed text; `isFresh` is false while the list still belongs to what stood there before. */
export function usePatientHits(typed: string, limit: number): { readonly text: string; readonly hits: readonly PatientHit[]; readonly isFresh: boolean } {
  const text = typed.trim();
  const settled = usePaced(text);
  const { data, isPlaceholderData, isPending } = useQueryOf('patients', 'search', { text: settled.slice(0, LONGEST), limit }, { enabled: settled !== '', keepPrevious: true });
  const isFresh = settled === text && (settled === '' || (!isPlaceholderData && !isPending));
  return { text, hits: settled === '' ? NONE : (data ?? NONE), isFresh };
}
