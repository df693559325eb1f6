import { ABSENCE_KINDS } from '#shared/domain/agenda/schedule.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { Banner, Checkbox, Columns, DateField, SelectField, Stack, Text, TextField, TimeField, useText } from '#renderer/ui/index.ts';

import { CLINIC, REPEATS, type useAbsenceForm } from './use-absence-form.ts';

/** Who is away, from when to when, once or again and again. */
export function AbsenceForm({ form, resources }: { readonly form: ReturnType<typeof useAbsenceForm>; readonly resources: readonly Resource[] }) {
  const t = useText();
  const { today } = useClinicDay();
  const { fields, set } = form;
  const people = [...resources.filter(one => one.active).map(one => ({ value: one.id, label: one.name })), { value: CLINIC, label: t('schedule.wholeClinic') }];
  return (
    <Stack gap={4}>
      <Columns min={170} gap={3}>
        <SelectField label={t('schedule.who')} value={fields.who} onChange={who => set({ who })} options={people} autoFocus required />
        <SelectField label={t('schedule.why')} value={fields.kind} onChange={kind => set({ kind })} options={ABSENCE_KINDS.map(value => ({ value, label: t(`agenda.absence.${value}`) }))} required />
      </Columns>
      <Checkbox label={t('schedule.absence.allDay')} checked={fields.isAllDay} onChange={isAllDay => set({ isAllDay })} />
      <Columns min={170} gap={3}>
        <DateField label={t('schedule.fromDate')} value={fields.fromDate} onChange={fromDate => set({ fromDate })} today={today} required />
        {fields.isAllDay ? null : <TimeField label={t('schedule.fromTime')} value={fields.fromTime} onChange={fromTime => set({ fromTime })} required />}
        <DateField label={fields.isAllDay ? t('schedule.absence.until') : t('schedule.toDate')} value={fields.toDate} onChange={toDate => set({ toDate })} today={today} required />
        {fields.isAllDay ? null : <TimeField label={t('schedule.toTime')} value={fields.toTime} onChange={toTime => set({ toTime })} required />}
      </Columns>
      {form.isBackwards ? <Banner tone="attention">{t('schedule.absence.wrongOrder')}</Banner> : null}
      <Columns min={170} gap={3}>
        <SelectField label={t('schedule.absence.repeats')} value={fields.repeat} onChange={repeat => set({ repeat })} options={REPEATS.map(value => ({ value, label: t(`schedule.absence.repeat.${value}`) }))} />
        {fields.repeat === 'none' ? null : <DateField label={t('schedule.absence.repeatUntil')} value={fields.until} onChange={until => set({ until })} today={today} min={fields.fromDate ?? today} required />}
      </Columns>
      <TextField label={t('schedule.label')} value={fields.label} onChange={label => set({ label })} maxLength={80} />
      <Text muted>{t('schedule.absenceHelp')}</Text>
    </Stack>
  );
}
