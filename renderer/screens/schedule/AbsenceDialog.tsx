import { useState } from 'react';

import { ABSENCE_KINDS } from '#shared/domain/agenda/schedule.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';

import { useClinicDay, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Columns, DateField, Dialog, SelectField, Stack, Text, TextField, TimeField, useText } from '#renderer/ui/index.ts';

const CLINIC = 'clinic';

/** Somebody is away, or the clinic is closed. Visits already booked in that time stay and can be seen. */
export function AbsenceDialog({ resources, onClose }: { readonly resources: readonly Resource[]; readonly onClose: () => void }) {
  const t = useText();
  const { today } = useClinicDay();
  const errorText = useErrorText();
  const save = useCommandOf('schedule', 'saveAbsence');
  const [who, setWho] = useState<string | null>(resources[0]?.id ?? CLINIC);
  const [kind, setKind] = useState<(typeof ABSENCE_KINDS)[number] | null>('vacation');
  const [from, setFrom] = useState({ date: today as string | null, time: '00:00' as string | null });
  const [to, setTo] = useState({ date: today as string | null, time: '23:59' as string | null });
  const [label, setLabel] = useState('');
  const isReady = who !== null && kind !== null && from.date !== null && from.time !== null && to.date !== null && to.time !== null && `${from.date}${from.time}` < `${to.date}${to.time}`;
  const run = (): void => {
    if (who === null || kind === null || from.date === null || from.time === null || to.date === null || to.time === null) return;
    save.start({ resourceId: who === CLINIC ? null : who, from: { date: from.date, time: from.time }, to: { date: to.date, time: to.time }, kind, label }, onClose);
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('schedule.newAbsence')} action={{ label: t('schedule.save'), onRun: run, disabled: !isReady, loading: save.isRunning }}>
      <Stack gap={4}>
        <Columns min={200} gap={3}>
          <SelectField label={t('schedule.who')} value={who} onChange={setWho} options={[...resources.map(one => ({ value: one.id, label: one.name })), { value: CLINIC, label: t('schedule.wholeClinic') }]} />
          <SelectField label={t('schedule.why')} value={kind} onChange={setKind} options={ABSENCE_KINDS.map(value => ({ value, label: t(`agenda.absence.${value}`) }))} />
          <DateField label={t('schedule.fromDate')} value={from.date} onChange={date => setFrom({ ...from, date })} today={today} />
          <TimeField label={t('schedule.fromTime')} value={from.time} onChange={time => setFrom({ ...from, time })} />
          <DateField label={t('schedule.toDate')} value={to.date} onChange={date => setTo({ ...to, date })} today={today} />
          <TimeField label={t('schedule.toTime')} value={to.time} onChange={time => setTo({ ...to, time })} />
        </Columns>
        <TextField label={t('schedule.label')} value={label} onChange={setLabel} maxLength={80} />
        <Text muted>{t('schedule.absenceHelp')}</Text>
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
