import { useState } from 'react';

import { GERMAN_STATES, type ClinicHoliday, type HolidaySettings } from '#shared/domain/schedule/holidays.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, DataTable, EmptyState, Row, SegmentedChoice, SelectField, Stack, Switch, useFormats, useLanguage, useText } from '#renderer/ui/index.ts';

import { AffectedVisits } from '../AffectedVisits.tsx';

/** The country's holidays this year and next, each open or closed as the clinic wants it. */
export function HolidaysPart() {
  const t = useText();
  const errorText = useErrorText();
  const { today } = useClinicDay();
  const thisYear = Number(today.slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const { data } = useQueryOf('schedule', 'holidays', { year }, { keepPrevious: true });
  const save = useCommandOf('schedule', 'saveHolidays');
  if (!data) return null;
  const { settings, country } = data;
  const change = (patch: Partial<HolidaySettings>): void => save.start({ ...settings, ...patch });
  const turn = (day: ClinicHoliday): void => {
    const rest = settings.exceptions.filter(one => one.date !== day.date);
    const usual = day.kind === 'public' ? settings.closedPublic : settings.closedCustomary;
    change({ exceptions: !day.closed === usual ? rest : [...rest, { date: day.date, closed: !day.closed }] });
  };
  const states = [{ value: '', label: t('schedule.holidays.regionNone') }, ...Object.entries(GERMAN_STATES).map(([value, label]) => ({ value, label }))];
  return (
    <Stack gap={4}>
      <Row gap={5} wrap>
        <Switch label={t('schedule.holidays.closedPublic')} checked={settings.closedPublic} onChange={closedPublic => change({ closedPublic })} />
        <Switch label={t(country === 'SE' ? 'schedule.holidays.closedCustomary' : 'schedule.holidays.closedCustomaryOther')} checked={settings.closedCustomary} onChange={closedCustomary => change({ closedCustomary })} />
        <SegmentedChoice label={t('schedule.holidays.year')} value={String(year)} onChange={value => setYear(Number(value))} options={[thisYear, thisYear + 1].map(value => ({ value: String(value), label: String(value) }))} />
      </Row>
      {country === 'DE' ? <SelectField label={t('schedule.holidays.region')} value={settings.region ?? ''} onChange={region => change({ region: region === '' ? null : region })} options={states} /> : null}
      {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      {save.value ? <AffectedVisits affected={save.value.affected} /> : null}
      <Days days={data.days.filter(day => day.date >= today)} settings={settings} onTurn={turn} />
    </Stack>
  );
}

function Days({ days, settings, onTurn }: { readonly days: readonly ClinicHoliday[]; readonly settings: HolidaySettings; readonly onTurn: (day: ClinicHoliday) => void }) {
  const t = useText();
  const language = useLanguage();
  const { longDate } = useFormats();
  const stateOf = (day: ClinicHoliday): string => {
    const word = t(day.closed ? 'schedule.holidays.closed' : 'schedule.holidays.open');
    return settings.exceptions.some(one => one.date === day.date) ? `${word} (${t('schedule.holidays.exception')})` : word;
  };
  return (
    <DataTable label={t('schedule.tabs.holidays')} height="content" rows={days} rowKey={day => day.date} rowHeight={40} empty={<EmptyState title={t('schedule.none')} />}
      columns={[
        { id: 'date', header: t('schedule.holidays.date'), width: 'minmax(210px, 1fr)', cell: day => longDate(day.date) },
        { id: 'name', header: t('schedule.holidays.name'), width: 'minmax(160px, 1fr)', cell: day => day.names[language] },
        { id: 'kind', header: t('schedule.holidays.kind'), width: '110px', cell: day => t(`schedule.holidays.${day.kind}`), hideBelow: 760 },
        { id: 'source', header: t('schedule.holidays.source'), width: 'minmax(160px, 1.4fr)', cell: day => day.source, hideBelow: 1000 },
        { id: 'state', header: t('schedule.holidays.state'), width: '150px', cell: day => stateOf(day) },
        { id: 'do', header: t('schedule.series.do'), width: '120px', align: 'end', cell: day => <Button size="dense" kind="quiet" onClick={() => onTurn(day)}>{t(day.closed ? 'schedule.holidays.openIt' : 'schedule.holidays.closeIt')}</Button> },
      ]} />
  );
}
