import { useMemo } from 'react';

import { ageOn } from '#shared/domain/identifiers/calendar.ts';
import { measurementTyped } from '#shared/domain/journal/measurements.ts';
import { byAbbreviation, foldAbbreviation, type Phrase } from '#shared/domain/phrases/phrase.ts';
import { phraseBlocks, type Fills } from '#shared/domain/phrases/phrase-text.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useMay, useQueryOf, useSession } from '#renderer/client/index.ts';
import type { Expand } from '#renderer/ui/index.ts';

const NONE: readonly Phrase[] = [];
/** The last word before the cursor, unless it is part of something longer that no abbreviation is. */
const WORD = /(?:^|[\s(\uFFFC])([\p{L}\p{N}.:+#*/_-]{2,20})$/u;

export interface Phrases {
  readonly expand: Expand;
  readonly phrases: readonly Phrase[];
  readonly blocksOf: (phrase: Phrase) => ReturnType<typeof phraseBlocks>;
}

/** What typed abbreviations and measurements become for this patient: phrases with today's date, the patient's name and age filled in. */
export function usePhrases(patientId: string): Phrases {
  const may = useMay();
  const { data: session } = useSession();
  const { timeZone } = useClinicDay();
  const { data: phrases = NONE } = useQueryOf('phrases', 'list', {}, { enabled: may('journal.write') });
  const { data: patient } = useQueryOf('patients', 'strip', { id: patientId }, { enabled: may('patients.read') });
  const language = session?.language ?? 'sv';
  const author = session?.user?.name;
  return useMemo(() => {
    const known = byAbbreviation(phrases);
    const fills = (): Fills => {
      const { date, time } = toLocal(new Date().toISOString(), timeZone);
      const age = patient?.birthDate ? String(ageOn(patient.birthDate, date)) : undefined;
      return { date, time, ...(author === undefined ? {} : { author }), ...(patient ? { patientName: `${patient.givenName} ${patient.familyName}` } : {}), ...(age === undefined ? {} : { patientAge: age }) };
    };
    const blocksOf = (phrase: Phrase) => phraseBlocks(phrase.body, fills());
    const expand: Expand = before => {
      const typed = WORD.exec(before)?.[1];
      const phrase = typed === undefined ? undefined : known.get(foldAbbreviation(typed));
      if (typed !== undefined && phrase) return { length: typed.length, blocks: blocksOf(phrase) };
      const measured = measurementTyped(before, language);
      return measured && { length: measured.length, blocks: [{ type: 'paragraph', content: [measured.node] }] };
    };
    return { expand, phrases, blocksOf };
  }, [phrases, patient, timeZone, language, author]);
}
