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
  const finish = (id: string | undefined): void => {
    if (id !== undefined) onBooked();
  };
  const offered = services.filter(service => service.resourceIds.length === 0 || service.resourceIds.includes(slot.resourceId) || service.id === booking.serviceId);
  return (
    <Dialog open onClose={onClose} size="medium" title={t('agenda.booking.title', { name: resource?.name ?? '', date: booking.date ? longDate(booking.date) : '' })}
      action={{ label: t('agenda.booking.book'), onRun: () => void booking.book().then(finish), disabled: !booking.isReady, loading: booking.isRunning, shortcut: 'enter' }}>
      <Stack gap={4}>
        <PatientPicker picked={booking.patient} onPick={booking.setPatient} allowWalkIn autoFocus={!patient} />
        <SelectField label={t('agenda.booking.service')} value={booking.serviceId} onChange={booking.setServiceId} options={offered.map(service => ({ value: service.id, label: t('agenda.serviceOption', { name: service.name, minutes: service.durationMin }) }))} required />
        <Columns min={130} gap={3}>
          <DateField label={t('agenda.booking.date')} value={booking.date} onChange={booking.setDate} today={today} min={today} required />
          <TimeField key={booking.patient ? 'chosen' : 'open'} label={t('agenda.booking.time')} value={booking.time} onChange={booking.setTime} autoFocus={booking.patient !== undefined} required />
          <NumberField label={t('agenda.booking.minutes')} value={booking.durationMin} onChange={booking.setMinutes} min={5} max={720} step={5} />
        </Columns>
        <Text muted num>
          {booking.blockedUntil ? t('agenda.booking.endsAndBuffer', { start: booking.time ?? '', end: booking.ends, until: booking.blockedUntil }) : t('agenda.booking.ends', { start: booking.time ?? '', end: booking.ends })}
        </Text>
        <TextField label={t('agenda.booking.note')} value={booking.note} onChange={booking.setNote} maxLength={200} help={t('agenda.booking.noteHelp')} />
        {booking.asksWhich ? (
          <RadioGroup inline label={t('agenda.booking.which')} value={booking.choice ?? null} onChange={booking.setChoice} options={[{ value: 'earlier', label: t('agenda.booking.earlier') }, { value: 'later', label: t('agenda.booking.later') }]} />
        ) : null}
        <BookingProblem error={booking.error} anyway={booking.bookAnyway ? () => void booking.bookAnyway?.().then(finish) : undefined} />
      </Stack>
    </Dialog>
  );
}
