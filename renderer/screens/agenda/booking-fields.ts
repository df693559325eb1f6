import type { BookingDraft } from '#shared/domain/agenda/booking-draft.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { addDays, toLocal } from '#shared/domain/agenda/zone.ts';

import type { InputOf } from '#renderer/client/index.ts';

import type { PickedPatient } from './PatientPicker.tsx';
import type { Deliberate } from './use-visit-actions.ts';

/** Where a booking begins: a column and a moment, and what is known about it already. */
export interface Slot {
  readonly resourceId: string;
  /** ISO UTC. */
  readonly start: string;
  readonly serviceId?: string;
  readonly durationMin?: number;
  readonly patient?: PickedPatient;
  /** The visit that waits for a new time and gets this one. */
  readonly replacesId?: string;
}

export interface Fields {
  readonly patient: PickedPatient | undefined;
  /** What stands in the search line. */
  readonly typed: string;
  /** Null: the one proposed. */
  readonly serviceId: string | null;
  /** Who treats, when the slot is a room's. */
  readonly practitionerId: string | null;
  readonly date: string | null;
  readonly time: string | null;
  /** Null: as long as the service says. */
  readonly minutes: number | null;
  readonly choice: 'earlier' | 'later' | null;
  readonly note: string;
  readonly deliberate: Deliberate;
}

/** What the dialog opens with: a slot, or what a lock interrupted. */
export function firstFields(slot: Slot, patient: PickedPatient | undefined, at: { readonly timeZone: string; readonly draft: BookingDraft | undefined }): Fields {
  const blank = { typed: '', practitionerId: null, choice: null, note: '', deliberate: {} } as const;
  const { draft } = at;
  if (draft) return { ...blank, patient: draft.patient ?? undefined, typed: draft.typed, serviceId: draft.serviceId, date: draft.date, time: draft.time, minutes: draft.minutes, note: draft.note };
  return { ...blank, patient: slot.patient ?? patient, serviceId: slot.serviceId ?? null, ...toLocal(slot.start, at.timeZone), minutes: slot.durationMin ?? null };
}

/** What is kept for the same person over a lock. */
export const toDraft = (slot: Slot, fields: Fields, registration: BookingDraft['registration']): BookingDraft => ({
  slot: { resourceId: slot.resourceId, start: slot.start, ...(slot.replacesId ? { replacesId: slot.replacesId } : {}) },
  patient: fields.patient ?? null, typed: fields.typed, serviceId: fields.serviceId, date: fields.date, time: fields.time, minutes: fields.minutes, note: fields.note, registration,
});

export type BookInput = InputOf<'agenda', 'book'>;

/** The part of a booking that says what it would take; also what is held meanwhile. Undefined while something is missing. */
export function toSlotInput(slot: Slot, fields: Fields, about: { readonly service: Service | undefined; readonly column: Resource | undefined; readonly timeZone: string }): SlotInput | undefined {
  const start = startOf(slot, fields, about.timeZone);
  const resourceIds = columnsOf(slot, fields, about.column);
  if (!about.service || !start || !resourceIds) return undefined;
  return { serviceId: about.service.id, resourceIds, start, ...(fields.minutes === null ? {} : { durationMin: fields.minutes }) };
}

/** A time nobody changed stays the exact moment of the slot. */
function startOf(slot: Slot, { date, time, choice }: Fields, timeZone: string): SlotInput['start'] | undefined {
  if (!date || !time) return undefined;
  const at = toLocal(slot.start, timeZone);
  return date === at.date && time === at.time ? { instant: slot.start } : { date, time, ...(choice ? { choice } : {}) };
}

/** In a room's column somebody must treat as well. */
function columnsOf(slot: Slot, { practitionerId }: Fields, column: Resource | undefined): string[] | undefined {
  if (column === undefined || column.kind === 'practitioner') return [slot.resourceId];
  return practitionerId === null ? undefined : [practitionerId, slot.resourceId];
}

export type SlotInput = Pick<BookInput, 'serviceId' | 'resourceIds' | 'start' | 'durationMin'>;

/** Who the visit is for, as core is told. */
export const whoOf = (patient: PickedPatient): Pick<BookInput, 'patientId' | 'walkIn'> =>
  patient.kind === 'known' ? { patientId: patient.id } : { patientId: null, walkIn: { name: patient.name, phone: patient.phone, birthDate: patient.birthDate } };

/** Services this column can give: those that name its practitioner, or no practitioner at all. */
export function servicesOf(services: readonly Service[], column: Resource | undefined, resources: readonly Resource[]): Service[] {
  const practitioners = new Set(resources.filter(resource => resource.kind === 'practitioner').map(resource => resource.id));
  return services.filter(service => {
    const named = service.resourceIds.filter(id => practitioners.has(id));
    return named.length === 0 || column === undefined || column.kind !== 'practitioner' || named.includes(column.id);
  });
}

/** Practitioners who give a service. */
export function performersOf(service: Service | undefined, resources: readonly Resource[]): Resource[] {
  const practitioners = resources.filter(resource => resource.kind === 'practitioner' && resource.active);
  const named = practitioners.filter(resource => service?.resourceIds.includes(resource.id));
  return named.length > 0 ? named : practitioners;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The wall clock after some minutes; what core answers is what counts on the two days a year the clocks change. */
export function endsOf(date: string | null, time: string | null, minutes: number): string {
  if (!date || !time) return '';
  const total = minutesOf(time) + minutes;
  const clock = `${String(Math.floor(total / 60) % 24).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
  return total >= 1440 ? `${addDays(date, 1)} ${clock}` : clock;
}
