import type { Resource, Service } from '#shared/domain/agenda/service.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { PatientLookup } from '#renderer/parts/patient-lookup/index.ts';
import { Checkbox, Columns, DateField, NumberField, RadioGroup, Row, SelectField, Stack, Text, TextField, TimeField, useText } from '#renderer/ui/index.ts';

import { WEEKDAYS } from '../hours/periods.ts';
import classes from '../Schedule.module.css';
import type { SeriesForm } from './use-series-form.ts';

interface SeriesFieldsProps {
  readonly form: SeriesForm;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  /** The visit the series begins with, when it is booked already: its patient stays. */
  readonly fixedName: string | undefined;
}

/** Who, what, when first and how often. */
export function SeriesFields({ form, resources, services, fixedName }: SeriesFieldsProps) {
  const t = useText();
  const { today } = useClinicDay();
  const { fields, set } = form;
  const service = services.find(one => one.id === fields.serviceId);
  return (
    <Stack gap={4}>
      {fixedName === undefined ? <PatientLookup picked={fields.person && { kind: 'known', ...fields.person }} onPick={picked => set({ person: picked?.kind === 'known' ? picked : undefined })} allowByName={false} autoFocus /> : <Text strong>{fixedName}</Text>}
      <Columns min={180} gap={3}>
        <SelectField label={t('schedule.series.service')} value={fields.serviceId} onChange={serviceId => set({ serviceId, minutes: null })} options={services.map(one => ({ value: one.id, label: one.name }))} required disabled={fixedName !== undefined} />
        <SelectField label={t('schedule.series.with')} value={fields.resourceId} onChange={resourceId => set({ resourceId })} options={resources.filter(one => one.kind === 'practitioner').map(one => ({ value: one.id, label: one.name }))} required />
      </Columns>
      <Columns min={140} gap={3}>
        <DateField label={t('schedule.series.first')} value={fields.date} onChange={date => set({ date })} today={today} min={today} required disabled={fixedName !== undefined} />
        <TimeField label={t('schedule.series.time')} value={fields.time} onChange={time => set({ time })} required disabled={fixedName !== undefined} />
        <NumberField label={t('schedule.series.minutes')} value={fields.minutes ?? service?.durationMin ?? null} onChange={minutes => set({ minutes })} min={5} max={720} step={5} />
      </Columns>
      <HowOften form={form} />
      {/* All else is known once the visit or the patient is: how many is what remains to be said. */}
      <Ends key={fields.person?.id ?? 'nobody'} form={form} isNext={fixedName !== undefined || fields.person !== undefined} />
      <TextField label={t('schedule.series.note')} value={fields.note} onChange={note => set({ note })} maxLength={200} help={t('agenda.booking.noteHelp')} />
    </Stack>
  );
}

function HowOften({ form }: { readonly form: SeriesForm }) {
  const t = useText();
  const { fields, set } = form;
  const turn = (weekday: number, wanted: boolean): void => set({ weekdays: wanted ? [...fields.weekdays, weekday].sort() : fields.weekdays.filter(one => one !== weekday) });
  return (
    <Stack gap={3}>
      <Row gap={3} align="end">
        <div className={classes.number}><NumberField label={t('schedule.series.every')} value={fields.interval} onChange={interval => set({ interval: Math.max(1, interval ?? 1) })} min={1} max={fields.every === 'week' ? 52 : 12} /></div>
        <SelectField label={t('schedule.series.unitLabel')} value={fields.every} onChange={every => set({ every: every ?? 'week' })} options={(['week', 'month'] as const).map(value => ({ value, label: t(`schedule.series.unit.${value}`) }))} />
      </Row>
      {fields.every === 'week' ? (
        <fieldset className={classes.fieldset}>
          <legend className={classes.legend}>{t('schedule.series.weekdays')}</legend>
          <div className={classes.days}>
            {WEEKDAYS.map(weekday => <Checkbox key={weekday} label={t(`schedule.weekdayShort.${weekday}`)} checked={fields.weekdays.includes(weekday)} onChange={wanted => turn(weekday, wanted)} />)}
          </div>
        </fieldset>
      ) : (
        <RadioGroup inline label={t('schedule.series.on')} value={fields.on} onChange={on => set({ on })} options={[{ value: 'weekday', label: t('schedule.series.onWeekday') }, { value: 'date', label: t('schedule.series.onDate') }]} />
      )}
    </Stack>
  );
}

function Ends({ form, isNext }: { readonly form: SeriesForm; readonly isNext: boolean }) {
  const t = useText();
  const { today } = useClinicDay();
  const { fields, set } = form;
  return (
    <Row gap={3} align="end">
      <SelectField label={t('schedule.series.ends')} value={fields.ends} onChange={ends => set({ ends: ends ?? 'count' })} options={[{ value: 'count', label: t('schedule.series.endsCount') }, { value: 'until', label: t('schedule.series.endsUntil') }]} />
      {fields.ends === 'count' ? (
        <div className={classes.number}><NumberField label={t('schedule.series.count')} value={fields.count} onChange={count => set({ count })} min={1} max={104} autoFocus={isNext} /></div>
      ) : (
        <DateField label={t('schedule.series.until')} value={fields.until} onChange={until => set({ until })} today={today} min={fields.date ?? today} />
      )}
    </Row>
  );
}
