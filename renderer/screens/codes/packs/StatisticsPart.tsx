import { useState } from 'react';

import { DIAGNOSES } from '#shared/domain/codes/code-pack.ts';
import { FEWEST_PATIENTS } from '#shared/domain/codes/statistics.ts';

import { useClinicDay, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, DataTable, EmptyState, SelectField, Text, useFormats, useLanguage, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from './Codes.module.css';

type Row = OutputOf<'codes', 'statistics'>[number];

const MONTHS = 24;

/** The last two years' months, newest first. */
function monthsUntil(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7));
}

/** How many notes have each code in whole months; nothing about who, and figures of fewer than five patients are withheld. */
export function StatisticsPart() {
  const t = useText();
  const errorText = useErrorText();
  const { number, monthYear } = useMonths();
  const { today } = useClinicDay();
  const packs = useQueryOf('codes', 'packs', {});
  const [system, setSystem] = useState<string>(DIAGNOSES);
  const [from, setFrom] = useState(`${today.slice(0, 4)}-01`);
  const [to, setTo] = useState(today.slice(0, 7));
  const { data, error } = useQueryOf('codes', 'statistics', { system, from: from <= to ? from : to, to });
  const systems = [...new Set([DIAGNOSES, ...(packs.data ?? []).map(pack => pack.system)])];
  const months = [...new Set([...monthsUntil(today), from, to])].sort().reverse().map(value => ({ value, label: monthYear(value) }));
  const figure = (value: number | null): string => (value === null ? t('codes.statistics.few', { count: FEWEST_PATIENTS }) : number(value));
  const columns: DataColumn<Row>[] = [
    { id: 'code', header: t('codes.statistics.code'), cell: row => row.code, sort: row => row.code, width: '110px' },
    { id: 'text', header: t('codes.statistics.text'), cell: row => row.text, sort: row => row.text, width: 'minmax(220px, 3fr)' },
    { id: 'notes', header: t('codes.statistics.notes'), cell: row => figure(row.notes), sort: row => row.notes ?? 0, align: 'end', width: '140px' },
    { id: 'patients', header: t('codes.statistics.patients'), cell: row => figure(row.patients), sort: row => row.patients ?? 0, align: 'end', width: '120px' },
  ];
  return (
    <div className={classes.statistics}>
      <div className={classes.filters}>
        <SelectField label={t('codes.import.system')} value={system} onChange={next => setSystem(next ?? DIAGNOSES)} options={systems.map(value => ({ value, label: value }))} />
        <SelectField label={t('codes.statistics.from')} value={from} onChange={next => setFrom(next ?? from)} options={months} />
        <SelectField label={t('codes.statistics.to')} value={to} onChange={next => setTo(next ?? to)} options={months} />
      </div>
      <Text muted>{t('codes.statistics.help', { count: FEWEST_PATIENTS })}</Text>
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {data ? <DataTable label={t('codes.part.statistics')} columns={columns} rows={data} rowKey={row => row.code} height="content" empty={<EmptyState title={t('codes.statistics.none')} />} /> : null}
    </div>
  );
}

/** Figures, and a month as a word and a year. */
function useMonths(): { readonly number: (value: number) => string; readonly monthYear: (month: string) => string } {
  const { number } = useFormats();
  const format = new Intl.DateTimeFormat(useLanguage() === 'en' ? 'en-GB' : 'sv-SE', { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return { number, monthYear: month => format.format(new Date(`${month}-01T00:00:00Z`)) };
}
