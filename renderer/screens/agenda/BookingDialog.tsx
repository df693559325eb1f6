import { useClinicDay, useMay } from '#renderer/client/index.ts';
import { nameOf, SimilarPatients } from '#renderer/parts/patient-form/index.ts';
import { useDialogKeys } from '#renderer/parts/use-dialog-keys.ts';
import { Banner, Button, DateField, Dialog, NumberField, RadioGroup, SelectField, Stack, Text, TextField, TimeField, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';
import { performersOf } from './booking-fields.ts';
import { BookingNotices } from './BookingNotices.tsx';
import { BookingProblem } from './BookingProblem.tsx';
import { BookingRegistration } from './BookingRegistration.tsx';
import { PatientPicker } from './PatientPicker.tsx';
import { useBooking, type BookingParts } from './use-booking.ts';

export type Booking = ReturnType<typeof useBooking>;

/** Books one visit. With the patient already chosen, Enter books; what core refuses stands in words with a way on where there is one. */
export function BookingDialog({ onClose, ...parts }: BookingParts & { readonly onClose: () => void }) {
  const t = useText();
  const { longDate } = useFormats();
  const may = useMay();
  const booking = useBooking(parts);
  const { fields, set, registering } = booking;
  const mayRegister = may('patients.write');
  const close = (): void => {
    booking.drop();
    onClose();
  };
  const register = (typed: string): void => registering.open(typed);
  useDialogKeys(({ altKey, key }) => {
    const run = altKey ? { n: mayRegister && !fields.patient && !registering.isOpen ? () => register(fields.typed) : undefined, b: booking.bookAnyway }[key.toLowerCase()] : undefined;
    run?.();
    return run !== undefined;
  });
  return (
    <Dialog open onClose={close} size={registering.isOpen ? 'large' : 'medium'} title={t('agenda.booking.title', { name: booking.column?.name ?? '', date: fields.date ? longDate(fields.date) : '' })}
      action={{ label: t(registering.isOpen ? 'agenda.booking.registerAndBook' : 'agenda.booking.book'), onRun: () => booking.book(), disabled: !booking.isReady, loading: booking.isRunning, shortcut: 'enter' }}>
      <Stack gap={4}>
        {registering.isOpen ? (
          <div className={classes.register}>
            <BookingRegistration registering={registering} />
            <Stack gap={4}>
              <SimilarPatients registration={registering.form} label={t('agenda.booking.bookThis')} onChoose={hit => { set({ patient: { kind: 'known', id: hit.id, name: nameOf(hit) } }); registering.close(); }} />
              <VisitFields booking={booking} resources={parts.resources} />
            </Stack>
          </div>
        ) : (
          <>
            <PatientPicker picked={fields.patient} onPick={patient => set({ patient })} allowWalkIn onRegister={mayRegister ? register : undefined} autoFocus={!fields.patient} typed={fields.typed} onTyped={typed => set({ typed })} />
            <VisitFields booking={booking} resources={parts.resources} />
          </>
        )}
        <BookingNotices booking={booking} />
        {booking.heldBy && !booking.error ? (
          <Banner tone="attention" actions={booking.bookAnyway ? <Button size="dense" shortcut="alt+b" onClick={booking.bookAnyway}>{t('agenda.booking.anyway')}</Button> : null}>{t('agenda.booking.heldBy', booking.heldBy)}</Banner>
        ) : null}
        <BookingProblem error={booking.error} anyway={booking.bookAnyway} keys="alt+b" />
      </Stack>
    </Dialog>
  );
}

/** What, when, how long, with whom in a room's column. */
function VisitFields({ booking, resources }: { readonly booking: Booking; readonly resources: BookingParts['resources'] }) {
  const t = useText();
  const { today } = useClinicDay();
  const { fields, set, service, column, offered } = booking;
  const options = service && !offered.includes(service) ? [...offered, service] : offered;
  return (
    <>
      <Stack gap={4}>
        <SelectField label={t('agenda.booking.service')} value={service?.id ?? null} onChange={serviceId => set({ serviceId, minutes: null })} options={options.map(one => ({ value: one.id, label: t('agenda.serviceOption', { name: one.name, minutes: one.durationMin }) }))} required />
        {column && column.kind !== 'practitioner' ? (
          <SelectField label={t('agenda.booking.practitioner')} value={fields.practitionerId} onChange={practitionerId => set({ practitionerId })} options={performersOf(service, resources).map(one => ({ value: one.id, label: one.name }))} required />
        ) : null}
      </Stack>
      <div className={classes.times}>
        <DateField label={t('agenda.booking.date')} value={fields.date} onChange={date => set({ date })} today={today} min={today} required />
        <TimeField key={fields.patient ? 'chosen' : 'open'} label={t('agenda.booking.time')} value={fields.time} onChange={time => set({ time })} autoFocus={fields.patient?.kind === 'known'} required />
        <NumberField label={t('agenda.booking.minutes')} value={booking.durationMin} onChange={minutes => set({ minutes })} min={5} max={720} step={5} />
      </div>
      <Text muted num>
        {booking.blockedUntil ? t('agenda.booking.endsAndBuffer', { start: fields.time ?? '', end: booking.ends, until: booking.blockedUntil }) : t('agenda.booking.ends', { start: fields.time ?? '', end: booking.ends })}
      </Text>
      <TextField label={t('agenda.booking.note')} value={fields.note} onChange={note => set({ note })} maxLength={200} help={t('agenda.booking.noteHelp')} />
      {booking.asksWhich ? (
        <RadioGroup inline label={t('agenda.booking.which')} value={fields.choice} onChange={choice => set({ choice })} options={[{ value: 'earlier', label: t('agenda.booking.earlier') }, { value: 'later', label: t('agenda.booking.later') }]} />
      ) : null}
    </>
  );
}
