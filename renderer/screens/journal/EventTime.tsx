import { toInstant, toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { DateField, TimeField, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

/** When the thing the note tells of happened; the time of writing is the program's own (J-04). */
export function EventTime({ value, onChange, disabled }: { readonly value: string; readonly onChange: (instant: string) => void; readonly disabled: boolean }) {
  const t = useText();
  const { timeZone, today } = useClinicDay();
  const { date, time } = toLocal(value, timeZone);
  const set = (next: { date: string; time: string }) => {
    // In the hour that comes twice in October the first one is meant; one that never was moves to the one after.
    try {
      onChange(toInstant({ ...next, choice: 'earlier' }, timeZone));
    } catch {
      onChange(toInstant({ date: next.date, time: '03:00' }, timeZone));
    }
  };
  return (
    <div className={classes.when}>
      <DateField label={t('journal.event.date')} value={date} today={today} max={today} disabled={disabled} onChange={next => { if (next) set({ date: next, time }); }} />
      <TimeField label={t('journal.event.time')} value={time} disabled={disabled} onChange={next => { if (next) set({ date, time: next }); }} />
    </div>
  );
}
