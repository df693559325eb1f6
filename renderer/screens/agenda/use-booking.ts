import { useState } from 'react';

import type { Service } from '#shared/domain/agenda/service.ts';
import { addDays, toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useCommandOf, type InputOf } from '#renderer/client/index.ts';

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

interface Fields {
  readonly patient: PickedPatient | undefined;
  readonly serviceId: string | null;
  readonly date: string | null;
  readonly time: string | null;
  /** Null: as long as the service says. */
  readonly minutes: number | null;
  readonly choice: 'earlier' | 'later' | null;
  readonly note: string;
  readonly deliberate: Deliberate;
}

const firstService = (slot: Slot, services: readonly Service[]): string | null =>
  slot.serviceId ?? services.find(service => service.id === lastServiceId)?.id ?? services[0]?.id ?? null;

/** What core is asked, or undefined while something is missing. A time nobody changed stays the exact moment of the slot. */
function toInput(slot: Slot, fields: Fields, service: Service | undefined, timeZone: string): InputOf<'agenda', 'book'> | undefined {
  const { patient, date, time, minutes, choice, note, deliberate } = fields;
  if (!patient || !service || !date || !time) return undefined;
  const at = toLocal(slot.start, timeZone);
  const who = patient.kind === 'known' ? { patientId: patient.id } : { patientId: null, walkIn: { name: patient.name, phone: patient.phone } };
  const start = date === at.date && time === at.time ? { instant: slot.start } : { date, time, ...(choice ? { choice } : {}) };
  return { serviceId: service.id, resourceIds: [slot.resourceId], start, note, ...deliberate, ...who, ...(minutes === null ? {} : { durationMin: minutes }) };
}

/** A booking being made: what is chosen, when it ends, why core refused, and booking on purpose in spite of it. */
export function useBooking(slot: Slot, services: readonly Service[], first: PickedPatient | undefined) {
  const { timeZone } = useClinicDay();
  const command = useCommandOf('agenda', 'book');
  const [fields, setFields] = useState<Fields>(() => ({ patient: first, serviceId: firstService(slot, services), ...toLocal(slot.start, timeZone), minutes: null, choice: null, note: '', deliberate: {} }));
  const service = services.find(one => one.id === fields.serviceId);
  const durationMin = fields.minutes ?? service?.durationMin ?? 30;
  const input = toInput(slot, fields, service, timeZone);
  const book = (onBooked: () => void, extra: Deliberate = {}): void => {
    if (!input) return;
    lastServiceId = input.serviceId;
    command.start({ ...input, ...extra }, onBooked);
  };
  const exception = exceptionFor(command.error);
  const bookAnyway = (onBooked: () => void): void => {
    const deliberate = { ...fields.deliberate, ...exception };
    setFields({ ...fields, deliberate });
    book(onBooked, deliberate);
  };
  const ends = endsOf(fields.date, fields.time, durationMin);
  const until = endsOf(fields.date, fields.time, durationMin + (service?.bufferAfterMin ?? 0));
  return {
    fields, set: (patch: Partial<Fields>) => setFields({ ...fields, ...patch }), durationMin, ends, blockedUntil: until === ends ? undefined : until,
    error: command.error, isRunning: command.isRunning, isReady: input !== undefined, book, bookAnyway: exception ? bookAnyway : undefined,
    asksWhich: command.error?.detail.code === 'agenda.timeAmbiguous',
  };
}

/** The wall clock after some minutes; what core answers is what counts on the two days a year the clocks change. */
function endsOf(date: string | null, time: string | null, minutes: number): string {
  if (!date || !time) return '';
  const total = minutesOf(time) + minutes;
  const clock = `${String(Math.floor(total / 60) % 24).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
  return total >= 1440 ? `${addDays(date, 1)} ${clock}` : clock;
}
