import { useState } from 'react';

import type { BookingDraft } from '#shared/domain/agenda/booking-draft.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';

import { useClinicDay, useCommandOf } from '#renderer/client/index.ts';
import { textOf, useRegistration, type Registration, type RegistrationText } from '#renderer/parts/patient-form/index.ts';

import { endsOf, firstFields, servicesOf, toDraft, toSlotInput, whoOf, type Fields, type Slot } from './booking-fields.ts';
import type { PickedPatient } from './PatientPicker.tsx';
import { useBookingDraft } from './use-booking-draft.ts';
import { useHold } from './use-hold.ts';
import { exceptionFor, type Booked, type Deliberate } from './use-visit-actions.ts';

export interface BookingParts {
  readonly slot: Slot;
  readonly services: readonly Service[];
  readonly resources: readonly Resource[];
  readonly patient: PickedPatient | undefined;
  /** The service last booked with each column. */
  readonly lastServices: ReadonlyMap<string, string>;
  readonly draft: BookingDraft | undefined;
  readonly onBooked: (booked: Booked) => void;
}

/** A booking being made: what is chosen, when it ends, why core refused, and booking on purpose in spite of it. */
export function useBooking(parts: BookingParts) {
  const { slot, resources, onBooked } = parts;
  const { timeZone } = useClinicDay();
  const command = useCommandOf('agenda', 'book');
  const [fields, setFields] = useState<Fields>(() => firstFields(slot, parts.patient, { timeZone, draft: parts.draft }));
  const registering = useRegistering(parts.draft);
  const column = resources.find(one => one.id === slot.resourceId);
  const offered = servicesOf(parts.services, column, resources);
  const service = chosenService(fields, { offered, all: parts.services, last: parts.lastServices.get(slot.resourceId) });
  const slotInput = toSlotInput(slot, fields, { service, column, timeZone });
  const heldBy = useHold(slotInput);
  const drop = useBookingDraft(toDraft(slot, fields, registering.draft), parts.draft !== undefined);
  const set = (patch: Partial<Fields>): void => setFields(before => ({ ...before, ...patch }));
  const send = (patient: PickedPatient, deliberate: Deliberate): void => {
    const input = slotInput && { ...slotInput, ...whoOf(patient), ...(slot.replacesId && { replacesId: slot.replacesId }), note: fields.note, ...deliberate };
    if (input) command.start(input, ({ id, version, start }) => {
      drop();
      onBooked({ id, version, start, name: patient.name });
    });
  };
  const book = (deliberate: Deliberate = fields.deliberate): void => {
    if (fields.patient) send(fields.patient, deliberate);
    else if (registering.isOpen && slotInput) registering.save(patient => {
      set({ patient });
      send(patient, deliberate);
    });
  };
  const exception = command.error ? exceptionFor(command.error) : heldBy && { overHold: true };
  const bookAnyway = (): void => {
    const deliberate = { ...fields.deliberate, ...exception };
    set({ deliberate });
    book(deliberate);
  };
  return {
    fields, set, column, offered, service, ...lengthOf(fields, service), registering, heldBy, drop, book,
    error: command.error, isRunning: command.isRunning || registering.form.isRunning, isReady: slotInput !== undefined && (registering.isOpen || fields.patient !== undefined),
    bookAnyway: exception && bookAnyway, asksWhich: command.error?.detail.code === 'agenda.timeAmbiguous',
  };
}

/** How long the visit is, when it ends, and until when its buffer keeps the column. */
function lengthOf({ minutes, date, time }: Fields, service: Service | undefined) {
  const durationMin = minutes ?? service?.durationMin ?? 30;
  const ends = endsOf(date, time, durationMin);
  const until = endsOf(date, time, durationMin + (service?.bufferAfterMin ?? 0));
  return { durationMin, ends, blockedUntil: until === ends ? undefined : until };
}

/** What is chosen; until then the service last booked in this column, or the first it can give. */
function chosenService({ serviceId }: Fields, from: { readonly offered: readonly Service[]; readonly all: readonly Service[]; readonly last: string | undefined }): Service | undefined {
  if (serviceId !== null) return from.all.find(one => one.id === serviceId);
  return from.offered.find(one => one.id === from.last) ?? from.offered[0];
}

export interface Registering {
  readonly isOpen: boolean;
  readonly isTried: boolean;
  readonly form: Registration;
  /** What is kept over a lock. */
  readonly draft: BookingDraft['registration'];
  readonly open: (typed: string) => void;
  readonly close: () => void;
  readonly save: (onDone: (patient: PickedPatient) => void) => void;
}

/** Registering the patient in the middle of something else (task 4A 3): a booking, or giving a visit booked by name its patient. */
export function useRegistering(draft: BookingDraft | undefined): Registering {
  const [isOpen, setOpen] = useState(Boolean(draft?.registration));
  const [isTried, setTried] = useState(false);
  const form = useRegistration(() => (draft?.registration ?? {}) as Partial<RegistrationText>);
  return {
    isOpen, isTried, form, draft: isOpen ? { ...form.text } : null,
    open: typed => {
      form.set(textOf(typed.trim()));
      setOpen(true);
    },
    close: () => setOpen(false),
    save: onDone => {
      setTried(true);
      form.save(({ id }) => {
        setOpen(false);
        onDone({ kind: 'known', id, name: `${form.text.familyName.trim()}, ${form.text.givenName.trim()}` });
      });
    },
  };
}
