import type { CodeHit } from '#shared/contract/codes.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { usePaced } from '#renderer/parts/use-settled.ts';

/** A line of the picker: a code and where it comes from. */
export interface Choice extends Pick<CodeHit, 'system' | 'edition' | 'code' | 'text' | 'standing' | 'endedOn' | 'includes' | 'excludes' | 'isPinned' | 'uses'> {
  readonly from: 'patient' | 'own' | 'list';
}

export interface Choices {
  readonly choices: readonly Choice[];
  /** False while the list still belongs to what stood there before. */
  readonly isFresh: boolean;
  readonly edition: string | null;
  readonly isSample: boolean;
  readonly error: unknown;
}

const LONGEST = 100;
const NONE = { includes: '', excludes: '', isPinned: false, uses: 0, endedOn: null } as const;

/** What can be chosen for the typed text on the note's day; without text what this patient has had, and what this person chooses most. */
export function useChoices({ patientId, noteId, system, typed }: { readonly patientId: string; readonly noteId: string; readonly system: string; readonly typed: string }): Choices {
  const text = typed.trim().slice(0, LONGEST);
  const settled = usePaced(text);
  const day = useNoteDay(patientId, noteId);
  const found = useQueryOf('codes', 'search', { system, text: settled, day, limit: 40 }, { keepPrevious: true });
  const earlier = useQueryOf('codes', 'ofPatient', { patientId, system, limit: 8 });
  const hits = (found.data?.hits ?? []).filter(hit => hit.system === system);
  const listed = hits.map((hit): Choice => ({ ...hit, from: settled === '' ? 'own' : 'list' }));
  const ofPatient = settled === '' ? (earlier.data ?? []).map((one): Choice => ({ ...NONE, ...one, ...one.now, ...hits.find(hit => hit.code === one.code), from: 'patient' })) : [];
  const known = new Set(ofPatient.map(one => one.code));
  return {
    choices: [...ofPatient, ...listed.filter(one => !known.has(one.code))],
    isFresh: settled === text && !found.isPlaceholderData && !found.isPending,
    edition: found.data?.edition ?? null, isSample: found.data?.isSample ?? false, error: found.error,
  };
}

/** The calendar day the note is about; its codes are those that were valid then. */
function useNoteDay(patientId: string, noteId: string): string {
  const { timeZone, today } = useClinicDay();
  const { data } = useQueryOf('journal', 'get', { patientId, noteId });
  const at = data?.draft?.eventTime ?? data?.head.eventTime;
  return at === undefined ? today : new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(at));
}
