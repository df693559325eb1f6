import { useState } from 'react';

import type { AttachmentFacts, Stage } from '#shared/domain/attachments/attachment.ts';
import { dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';

export interface FactsDraft {
  readonly title: string;
  readonly bodyPart: string;
  readonly stage: Stage | 'none';
  readonly date: string | null;
}

/** What is said about a file while it is being said; `facts` is undefined while the date is missing. */
export function useFacts(start?: AttachmentFacts): { readonly draft: FactsDraft; readonly change: (part: Partial<FactsDraft>) => void; readonly facts: AttachmentFacts | undefined } {
  const { timeZone, today } = useClinicDay();
  const startDate = start ? dateAt(Date.parse(start.eventTime), timeZone) : today;
  const [draft, setDraft] = useState<FactsDraft>({ title: start?.title ?? '', bodyPart: start?.bodyPart ?? '', stage: start?.stage ?? 'none', date: startDate });
  // The hour of day is kept as long as the day is.
  const at = (date: string): string => {
    if (start && date === startDate) return start.eventTime;
    return date === today ? new Date().toISOString() : startOfDay(date, timeZone);
  };
  const facts = draft.date === null ? undefined : { title: draft.title, bodyPart: draft.bodyPart, stage: draft.stage === 'none' ? null : draft.stage, eventTime: at(draft.date) };
  return { draft, change: part => setDraft(now => ({ ...now, ...part })), facts };
}
