import { useState } from 'react';

import { useClinicDay, useCommandOf, useQueryOf } from '#renderer/client/index.ts';
import type { LookedUp } from '#renderer/parts/patient-lookup/index.ts';

import { monthsLater } from './months.ts';
import type { OpenRecall } from './recall-store.ts';

/** Any visit answers the recall. */
export const ANY = 'any';

interface Fields {
  readonly serviceId: string;
  readonly dueDate: string | null;
  readonly repeatMonths: number | null;
  readonly note: string;
}

/** A recall being written: who, what for, from when; saving it as new or as changed. */
export function useRecallForm({ recall, patientId }: OpenRecall) {
  const { today } = useClinicDay();
  const strip = useQueryOf('patients', 'strip', { id: patientId ?? '' }, { enabled: patientId !== undefined });
  const add = useCommandOf('recalls', 'add');
  const change = useCommandOf('recalls', 'change');
  const [picked, setPicked] = useState<LookedUp>();
  const [fields, setFields] = useState<Fields>({ serviceId: recall?.serviceId ?? ANY, dueDate: recall?.dueDate ?? monthsLater(today, 12), repeatMonths: recall?.repeatMonths ?? null, note: recall?.note ?? '' });
  const who = patientId ?? (picked?.kind === 'known' ? picked.id : undefined);
  const save = (onDone: () => void): void => {
    const { dueDate, repeatMonths, note, serviceId } = fields;
    if (dueDate === null) return;
    if (recall) change.start({ id: recall.id, version: recall.version, dueDate, repeatMonths, note }, onDone);
    else if (who) add.start({ draft: { patientId: who, serviceId: serviceId === ANY ? null : serviceId, dueDate, repeatMonths, note } }, onDone);
  };
  return {
    fields, set: (patch: Partial<Fields>) => setFields({ ...fields, ...patch }), picked, setPicked, save,
    name: recall?.name ?? (strip.data ? `${strip.data.familyName}, ${strip.data.givenName}` : undefined),
    isReady: fields.dueDate !== null && (recall !== undefined || who !== undefined), isRunning: add.isRunning || change.isRunning, error: add.error ?? change.error,
  };
}
