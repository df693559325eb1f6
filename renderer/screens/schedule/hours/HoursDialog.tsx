import { useState } from 'react';

import type { Resource } from '#shared/domain/agenda/service.ts';
import { addDays } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Columns, DateField, Dialog, Row, SegmentedChoice, SelectField, Stack, Text, TextField, useFormats, useText } from '#renderer/ui/index.ts';

import { AffectedVisits } from '../AffectedVisits.tsx';
import { parseHoursLine } from './hours-line.ts';
import { addPeriod, ALWAYS, areSeparate, isPast, nextWeekNumber, toPeriods, toRules, WEEKDAYS, withWeeks, type Period } from './periods.ts';

type Hours = OutputOf<'schedule', 'hours'>;

interface HoursDialogProps {
  readonly resource: Resource;
  readonly onClose: () => void;
}

/** When somebody works: now and from a later day, every week or weeks that take turns. Booked visits stay; those outside are named (C-04). */
export function HoursDialog({ resource, onClose }: HoursDialogProps) {
  const { data } = useQueryOf('schedule', 'hours', { resourceId: resource.id });
  return data ? <HoursForm resource={resource} hours={data} onClose={onClose} /> : null;
}

const OFFICE = WEEKDAYS.map(weekday => (weekday <= 5 ? '08:00–12:00, 13:00–17:00' : ''));

/** What is there; a practitioner without hours is offered office hours. */
function firstPeriods(resource: Resource, hours: Hours, today: string): Period[] {
  const periods = toPeriods(hours, today);
  return periods.length > 0 ? periods : [{ from: ALWAYS, to: null, weeks: [resource.kind === 'practitioner' ? OFFICE : WEEKDAYS.map(() => '')] }];
}

function HoursForm({ resource, hours, onClose }: HoursDialogProps & { readonly hours: Hours }) {
  const t = useText();
  const { today } = useClinicDay();
  const errorText = useErrorText();
  const save = useCommandOf('schedule', 'saveHours');
  const [periods, setPeriods] = useState(() => firstPeriods(resource, hours, today));
  const [at, setAt] = useState(0);
  const period = periods[at] ?? periods[0];
  const rules = toRules(periods);
  const isReady = rules !== undefined && areSeparate(periods);
  const affected = save.value?.affected;
  const set = (next: Period): void => setPeriods(periods.map((one, index) => (index === at ? next : one)));
  const run = (): void => {
    if (!rules) return;
    save.start({ resourceId: resource.id, version: resource.version, hours: [...hours.filter(rule => isPast(rule, today)), ...rules] }, done => { if (done.affected.count === 0) onClose(); });
  };
  if (affected && affected.count > 0) return <Dialog open onClose={onClose} size="large" title={t('schedule.hoursOf', { name: resource.name })}><AffectedVisits affected={affected} /></Dialog>;
  return (
    <Dialog open onClose={onClose} size="medium" title={t('schedule.hoursOf', { name: resource.name })} action={{ label: t('schedule.save'), onRun: run, disabled: !isReady, loading: save.isRunning }}>
      <Stack gap={4}>
        <Periods periods={periods} at={at} onAt={setAt} onPeriods={setPeriods} />
        {period ? <PeriodForm key={at} period={period} onChange={set} /> : null}
        {areSeparate(periods) ? null : <Banner tone="attention">{t('schedule.period.wrong')}</Banner>}
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

interface PeriodsProps {
  readonly periods: readonly Period[];
  readonly at: number;
  readonly onAt: (index: number) => void;
  readonly onPeriods: (periods: Period[]) => void;
}

/** Which of several hours one looks at, and a way to decide today what holds from the new year. */
function Periods({ periods, at, onAt, onPeriods }: PeriodsProps) {
  const t = useText();
  const { today } = useClinicDay();
  const { shortDate } = useFormats();
  const period = periods[at];
  const nameOf = (one: Period): string => {
    const label = one.from <= today ? t('schedule.period.now') : t('schedule.period.from', { date: shortDate(one.from) });
    return one.to === null ? label : t('schedule.period.to', { label, date: shortDate(one.to) });
  };
  const add = (): void => {
    const last = periods.at(-1);
    const from = addDays(last && last.from > today ? last.from : today, 28);
    const next = addPeriod(periods, from);
    onPeriods(next);
    onAt(next.findIndex(one => one.from === from));
  };
  const changeFrom = (from: string | null): void => {
    if (from === null || !period) return;
    onPeriods(periods.map((one, index) => (index === at ? { ...one, from } : index === at - 1 ? { ...one, to: addDays(from, -1) } : one)));
  };
  const changeTo = (to: string | null): void => onPeriods(periods.map((one, index) => (index === at ? { ...one, to } : one)));
  const remove = (): void => {
    onPeriods(periods.filter((_, index) => index !== at).map((one, index, rest) => (index === rest.length - 1 ? { ...one, to: period?.to ?? null } : one)));
    onAt(0);
  };
  return (
    <Stack gap={3}>
      <Row gap={3} align="end" justify="between" wrap>
        {periods.length > 1 ? <SelectField label={t('schedule.period.label')} value={String(at)} onChange={value => onAt(Number(value ?? 0))} options={periods.map((one, index) => ({ value: String(index), label: nameOf(one) }))} /> : <Text muted>{t('schedule.hoursHelp')}</Text>}
        <Button size="dense" onClick={add}>{t('schedule.period.add')}</Button>
      </Row>
      {period && at > 0 ? (
        <Row gap={3} align="end" wrap>
          <DateField label={t('schedule.period.startsOn')} value={period.from} onChange={changeFrom} today={today} min={addDays(today, 1)} />
          <Button size="dense" kind="quiet" onClick={remove}>{t('schedule.period.remove')}</Button>
        </Row>
      ) : null}
      {period && at === periods.length - 1 ? (
        <Row gap={3}><DateField label={t('schedule.period.endsOn')} value={period.to} onChange={changeTo} today={today} min={today} placeholder={t('schedule.period.noEnd')} /></Row>
      ) : null}
    </Stack>
  );
}

const TURNS = [1, 2, 3, 4] as const;

function PeriodForm({ period, onChange }: { readonly period: Period; readonly onChange: (period: Period) => void }) {
  const t = useText();
  const { today } = useClinicDay();
  const [shown, setShown] = useState(0);
  const week = Math.min(shown, period.weeks.length - 1);
  const lines = period.weeks[week] ?? [];
  const setLine = (index: number, text: string): void => onChange({ ...period, weeks: period.weeks.map((one, number) => (number === week ? one.map((line, day) => (day === index ? text : line)) : one)) });
  return (
    <Stack gap={3}>
      <Row gap={4} align="end" wrap>
        <SelectField label={t('schedule.rota.label')} value={String(period.weeks.length)} onChange={count => onChange(withWeeks(period, Number(count ?? 1)))} options={TURNS.map(count => ({ value: String(count), label: t(`schedule.rota.${count}`) }))} />
        {period.weeks.length > 1 ? (
          <SegmentedChoice label={t('schedule.rota.label')} value={String(week)} onChange={value => setShown(Number(value))}
            options={period.weeks.map((_, index) => ({ value: String(index), label: t('schedule.rota.weekOf', { number: index + 1, week: nextWeekNumber(period, index, today) }) }))} />
        ) : null}
      </Row>
      <Columns min={240} gap={3}>
        {WEEKDAYS.map((weekday, index) => (
          <TextField key={`${week} ${weekday}`} label={t(`schedule.weekday.${weekday}`)} value={lines[index] ?? ''} onChange={text => setLine(index, text)} autoFocus={index === 0 && week === 0} numeric
            placeholder={t('agenda.closed')} error={parseHoursLine(lines[index] ?? '') ? undefined : t('schedule.hoursWrong')} />
        ))}
      </Columns>
    </Stack>
  );
}
