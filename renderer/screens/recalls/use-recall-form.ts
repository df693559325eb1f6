import { useState } from 'react';

import { useClinicDay, useCommandOf, useQueryOf } from '#renderer/client/index.ts';
import type { LookedUp } from '#renderer/parts/patient-lookup/index.ts';

import { monthsLater } from './months.ts';
import type { OpenRecall, Recall } from './recall-store.ts';

/** Any visit answers the recall. */
export const ANY = 'any';

interface Fields {
  readonly serviceId: string;
  readonly dueDate: string | null;
  readonly repeatMonths: number | null;
  readonly note: string;
}

const firstFields = (recall: Recall | undefined, today: string): Fields =>
  recall ? { serviceId: recall.serviceId ?? ANY, dueDate: recall.dueDate, repeatMonths: recall.repeatMonths, note: recall.note } : { serviceId: ANY, dueDate: monthsLater(today, 12), repeatMonths: null, note: '' };

/** The patient of the strip, by the same question as the strip asks. */
function useNameOf(patientId: string | undefined): string | undefined {
  const { data } = useQueryOf('patients', 'strip', { id: patientId ?? '' }, { enabled: patientId !== undefined });
  return data && `${data.familyName}, ${data.givenName}`;
}

/** A recall being written: who, what for, from when; saving it as new or as changed. */
export function useRecallForm({ recall, patientId }: OpenRecall) {
  const { today } = useClinicDay();
  const patientName = useNameOf(patientId);
  const add = useCommandOf('recalls', 'add');
  const change = useCommandOf('recalls', 'change');
  const [picked, setPicked] = useState<LookedUp>();
  const [fields, setFields] = useState<Fields>(() => firstFields(recall, today));
  const who = patientId ?? (picked?.kind === 'known' ? picked.id : undefined);
  const save = (onDone: () => void): void => {
    const { dueDate, repeatMonths, note, serviceId } = fields;
    if (dueDate === null) return;
    if (recall) change.start({ id: recall.id, version: recall.version, dueDate, repeatMonths, note }, onDone);
    else if (who) add.start({ draft: { patientId: who, serviceId: serviceId === ANY ? null : serviceId, dueDate, repeatMonths, note } }, onDone);
  };
  return {
    fields, set: (patch: Partial<Fields>) => setFields({ ...fields, ...patch }), picked, setPicked, save,
    name: recall?.name ?? patientName,
    isReady: fields.dueDate !== null && (recall !== undefined || who !== undefined), isRunning: add.isRunning || change.isRunning, error: add.error ?? change.error,
  };
}
