import { useState } from 'react';

import type { Service } from '#shared/domain/agenda/service.ts';
import { addDays, toLocal } from '#shared/domain/agenda/zone.ts';

import { ApiError, client, useClinicDay } from '#renderer/client/index.ts';

import type { PickedPatient } from './PatientPicker.tsx';
import { exceptionFor, type Deliberate } from './use-visit-actions.ts';

export interface Slot {
  readonly resourceId: string;
  /** ISO UTC. */
  readonly start: string;
  readonly serviceId?: string;
}

// What was booked last is what is booked next, more often than not; ids only, gone when the page is.
let lastServiceId: string | undefined;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** A booking being made: what is chosen, when it ends, why core refused, and booking on purpose in spite of it. */
export function useBooking(slot: Slot, services: readonly Service[], first: PickedPatient | undefined) {
  const { timeZone } = useClinicDay();
  const at = toLocal(slot.start, timeZone);
  const [patient, setPatient] = useState(first);
  const [serviceId, setServiceId] = useState(slot.serviceId ?? services.find(service => service.id === lastServiceId)?.id ?? services[0]?.id ?? null);
  const [date, setDate] = useState<string | null>(at.date);
  const [time, setTime] = useState<string | null>(at.time);
  const [minutes, setMinutes] = useState<number | null>(null);
  const [choice, setChoice] = useState<'earlier' | 'later'>();
  const [note, setNote] = useState('');
  const [deliberate, setDeliberate] = useState<Deliberate>({});
  const [error, setError] = useState<unknown>();
  const [isRunning, setRunning] = useState(false);
  const service = services.find(one => one.id === serviceId);
  const durationMin = minutes ?? service?.durationMin ?? 30;
  const isUnmoved = date === at.date && time === at.time;

  const book = async (extra: Deliberate = {}): Promise<string | undefined> => {
    if (!patient || !service || !date || !time) return undefined;
    setRunning(true);
    setError(undefined);
    try {
      const done = await client.agenda.book({
        serviceId: service.id, resourceIds: [slot.resourceId], start: isUnmoved ? { instant: slot.start } : { date, time, ...(choice ? { choice } : {}) }, note,
        ...(durationMin === service.durationMin ? {} : { durationMin }), ...deliberate, ...extra,
        ...(patient.kind === 'known' ? { patientId: patient.id } : { patientId: null, walkIn: { name: patient.name, phone: patient.phone } }),
      });
      lastServiceId = service.id;
      return done.id;
    } catch (problem) {
      setError(problem);
      return undefined;
    } finally {
      setRunning(false);
    }
  };
  const exception = exceptionFor(error);
  const bookAnyway = (): Promise<string | undefined> => {
    setDeliberate({ ...deliberate, ...exception });
    return book(exception);
  };
  return {
    patient, setPatient, service, serviceId, setServiceId, date, setDate, time, setTime, durationMin, setMinutes, note, setNote, choice, setChoice, error, isRunning, book,
    bookAnyway: exception ? bookAnyway : undefined, ends: endsOf(date, time, durationMin), blockedUntil: service && service.bufferAfterMin > 0 ? endsOf(date, time, durationMin + service.bufferAfterMin) : undefined,
    asksWhich: error instanceof ApiError && error.detail.code === 'agenda.timeAmbiguous', isReady: patient !== undefined && service !== undefined && date !== null && time !== null,
  };
}

/** The wall clock after some minutes; what core answers is what counts on the two days a year the clocks change. */
function endsOf(date: string | null, time: string | null, minutes: number): string {
  if (!date || !time) return '';
  const total = minutesOf(time) + minutes;
  const clock = `${String(Math.floor(total / 60) % 24).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
  return total >= 1440 ? `${addDays(date, 1)} ${clock}` : clock;
}
