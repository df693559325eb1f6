import { useState } from 'react';

import type { Resource } from '#shared/domain/agenda/service.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, DataTable, DateField, Dialog, EmptyState, Row, Stack, Text, TextField, useFormats, useLanguage, useText } from '#renderer/ui/index.ts';

import { AffectedVisits } from '../AffectedVisits.tsx';
import classes from '../Schedule.module.css';
import { parseHoursLine } from './hours-line.ts';
import { dayInWords } from './week-words.ts';

/** Days on which somebody works other hours than their week says: open on a Saturday, gone at two the day before a holiday (C-04). */
export function ExceptionsDialog({ resource, onClose }: { readonly resource: Resource; readonly onClose: () => void }) {
  const t = useText();
  const { today } = useClinicDay();
  const { longDate } = useFormats();
  const errorText = useErrorText();
  const { data } = useQueryOf('schedule', 'exceptions', { resourceId: resource.id, from: today });
  const save = useCommandOf('schedule', 'saveException');
  const remove = useCommandOf('schedule', 'removeException');
  const affected = save.value?.affected ?? remove.value?.affected;
  return (
    <Dialog open onClose={onClose} size="large" title={t('schedule.exceptions.title', { name: resource.name })}>
      <div className={classes.tall}><Stack gap={4}>
        <Text muted>{t('schedule.exceptions.help')}</Text>
        <AddDay isSaving={save.isRunning} onAdd={(date, line, label) => save.start({ resourceId: resource.id, day: { date, spans: parseHoursLine(line) ?? [], label } })} />
        <Refusal error={save.error ?? remove.error} text={error => errorText(error).text} />
        <ClosedBy names={save.value?.closedBy?.names} />
        {affected ? <AffectedVisits affected={affected} /> : null}
        <DataTable label={t('schedule.exceptions.title', { name: resource.name })} height="content" rows={data ?? []} rowKey={row => row.date} rowHeight={40} empty={<EmptyState title={t('schedule.exceptions.none')} />}
          columns={[
            { id: 'date', header: t('schedule.exceptions.date'), width: 'minmax(200px, 1fr)', cell: row => longDate(row.date) },
            { id: 'hours', header: t('schedule.exceptions.hours'), width: 'minmax(140px, 1fr)', numeric: true, cell: row => dayInWords(row.spans, t) },
            { id: 'label', header: t('schedule.label'), cell: row => row.label, hideBelow: 620 },
            { id: 'do', header: t('schedule.series.do'), width: '120px', align: 'end', cell: row => <Button size="dense" kind="quiet" onClick={() => remove.start({ resourceId: resource.id, date: row.date })}>{t('schedule.remove')}</Button> },
          ]} />
      </Stack></div>
    </Dialog>
  );
}

const Refusal = <E,>({ error, text }: { readonly error: E | null; readonly text: (error: E) => string }) => (error === null ? null : <Banner tone="danger" live>{text(error)}</Banner>);

function ClosedBy({ names }: { readonly names: Readonly<Record<'sv' | 'en', string>> | undefined }) {
  const t = useText();
  const language = useLanguage();
  return names ? <Banner tone="attention" live>{t('schedule.exceptions.closedBy', { holiday: names[language] })}</Banner> : null;
}

function AddDay({ isSaving, onAdd }: { readonly isSaving: boolean; readonly onAdd: (date: string, line: string, label: string) => void }) {
  const t = useText();
  const { today } = useClinicDay();
  const [date, setDate] = useState<string | null>(null);
  const [line, setLine] = useState('');
  const [label, setLabel] = useState('');
  const isWrong = parseHoursLine(line) === undefined;
  return (
    <Row gap={3} align="end" wrap>
      <div className={classes.date}><DateField label={t('schedule.exceptions.date')} value={date} onChange={setDate} today={today} min={today} autoFocus /></div>
      <TextField label={t('schedule.exceptions.hours')} value={line} onChange={setLine} placeholder={t('schedule.exceptions.free')} numeric error={isWrong ? t('schedule.hoursWrong') : undefined} />
      <TextField label={t('schedule.label')} value={label} onChange={setLabel} maxLength={80} />
      <Button disabled={date === null || isWrong} loading={isSaving} onClick={() => { if (date !== null) onAdd(date, line, label); }}>{t('schedule.exceptions.add')}</Button>
    </Row>
  );
}
