import type { Resource, Service } from '#shared/domain/agenda/service.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { Columns, DateField, Dialog, NumberField, RadioGroup, SelectField, Stack, Text, TextField, TimeField, useFormats, useText } from '#renderer/ui/index.ts';

import { BookingProblem } from './BookingProblem.tsx';
import { PatientPicker, type PickedPatient } from './PatientPicker.tsx';
import { useBooking, type Slot } from './use-booking.ts';

interface BookingDialogProps {
  readonly slot: Slot;
  readonly resource: Resource | undefined;
  readonly services: readonly Service[];
  readonly patient: PickedPatient | undefined;
  readonly onClose: () => void;
  readonly onBooked: () => void;
}

/** Books one visit. With the patient already chosen, Enter books; what core refuses stands in words with a way on where there is one. */
export function BookingDialog({ slot, resource, services, patient, onClose, onBooked }: BookingDialogProps) {
  const t = useText();
  const { longDate } = useFormats();
  const { today } = useClinicDay();
  const booking = useBooking(slot, services, patient);
  const { fields, set, bookAnyway } = booking;
  const offered = services.filter(service => service.resourceIds.length === 0 || service.resourceIds.includes(slot.resourceId) || service.id === fields.serviceId);
  return (
    <Dialog open onClose={onClose} size="medium" title={t('agenda.booking.title', { name: resource?.name ?? '', date: fields.date ? longDate(fields.date) : '' })}
      action={{ label: t('agenda.booking.book'), onRun: () => booking.book(onBooked), disabled: !booking.isReady, loading: booking.isRunning, shortcut: 'enter' }}>
      <Stack gap={4}>
        <PatientPicker picked={fields.patient} onPick={picked => set({ patient: picked })} allowWalkIn autoFocus={!patient} />
        <SelectField label={t('agenda.booking.service')} value={fields.serviceId} onChange={serviceId => set({ serviceId, minutes: null })} options={offered.map(service => ({ value: service.id, label: t('agenda.serviceOption', { name: service.name, minutes: service.durationMin }) }))} required />
        <Columns min={130} gap={3}>
          <DateField label={t('agenda.booking.date')} value={fields.date} onChange={date => set({ date })} today={today} min={today} required />
          <TimeField key={fields.patient ? 'chosen' : 'open'} label={t('agenda.booking.time')} value={fields.time} onChange={time => set({ time })} autoFocus={fields.patient !== undefined} required />
          <NumberField label={t('agenda.booking.minutes')} value={booking.durationMin} onChange={minutes => set({ minutes })} min={5} max={720} step={5} />
        </Columns>
        <Text muted num>
          {booking.blockedUntil ? t('agenda.booking.endsAndBuffer', { start: fields.time ?? '', end: booking.ends, until: booking.blockedUntil }) : t('agenda.booking.ends', { start: fields.time ?? '', end: booking.ends })}
        </Text>
        <TextField label={t('agenda.booking.note')} value={fields.note} onChange={note => set({ note })} maxLength={200} help={t('agenda.booking.noteHelp')} />
        {booking.asksWhich ? (
          <RadioGroup inline label={t('agenda.booking.which')} value={fields.choice} onChange={choice => set({ choice })} options={[{ value: 'earlier', label: t('agenda.booking.earlier') }, { value: 'later', label: t('agenda.booking.later') }]} />
        ) : null}
        <BookingProblem error={booking.error} anyway={bookAnyway ? () => bookAnyway(onBooked) : undefined} />
      </Stack>
    </Dialog>
  );
}
