import { useState } from 'react';

import type { LocalMoment } from '#shared/domain/agenda/zone.ts';
import type { Occurrence } from '#shared/domain/schedule/series.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { Columns, DateField, Dialog, RadioGroup, Stack, TimeField, useFormats, useText } from '#renderer/ui/index.ts';

import classes from '../Schedule.module.css';

interface MomentDialogProps {
  readonly moment: Occurrence;
  readonly onClose: () => void;
  readonly onTake: (to: LocalMoment) => void;
}

/** Another day or time for one visit of the series; in the hour that comes twice, which of the two (C-05). */
export function MomentDialog({ moment, onClose, onTake }: MomentDialogProps) {
  const t = useText();
  const { longDate } = useFormats();
  const { today } = useClinicDay();
  const [date, setDate] = useState<string | null>(moment.date);
  const [time, setTime] = useState<string | null>(moment.time);
  const [choice, setChoice] = useState<'earlier' | 'later' | null>(null);
  const isSame = date === moment.date && time === moment.time;
  const asksWhich = moment.verdict === 'ambiguous' && isSame;
  const run = (): void => {
    if (date !== null && time !== null) onTake({ date, time, ...(asksWhich && choice ? { choice } : {}) });
  };
  return (
    <Dialog open onClose={onClose} title={`${longDate(moment.date)} ${moment.time}`} action={{ label: t('schedule.series.saveMove'), onRun: run, disabled: date === null || time === null || (asksWhich && choice === null) }}>
      <div className={classes.tall}><Stack gap={4}>
        <Columns min={150} gap={3}>
          <DateField label={t('schedule.series.day')} value={date} onChange={setDate} today={today} min={today} required />
          <TimeField label={t('schedule.series.time')} value={time} onChange={setTime} autoFocus required />
        </Columns>
        {asksWhich ? <RadioGroup inline label={t('agenda.booking.which')} value={choice} onChange={setChoice} options={[{ value: 'earlier', label: t('schedule.series.earlier') }, { value: 'later', label: t('schedule.series.later') }]} /> : null}
      </Stack></div>
    </Dialog>
  );
}
