import { useState } from 'react';

import { CANCEL_REASONS, type CancelReason } from '#shared/domain/agenda/appointment.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';
import type { SeriesVisit, SeriesVisitVerdict } from '#shared/domain/schedule/series.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf, type InputOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Columns, DateField, Dialog, NumberField, SelectField, Stack, TimeField, useFormats, useText } from '#renderer/ui/index.ts';

import classes from '../Schedule.module.css';
import { ChangeList } from './ChangeList.tsx';

type Change = InputOf<'schedule', 'changeSeries'>['change'];

interface ChangeSeriesDialogProps {
  readonly kind: 'move' | 'end';
  readonly series: OutputOf<'schedule', 'series'>;
  readonly patientId: string | null;
  readonly from: SeriesVisit;
  readonly resources: readonly Resource[];
  readonly onClose: () => void;
  readonly onDone: (changed: number, kept: number) => void;
}

interface Fields {
  readonly date: string | null;
  readonly time: string | null;
  /** Null: the same as now. */
  readonly resourceId: string | null;
  readonly minutes: number | null;
  readonly reason: CancelReason | null;
}

function changeOf(kind: 'move' | 'end', { date, time, resourceId, minutes, reason }: Fields): Change | undefined {
  if (kind === 'end') return reason === null ? undefined : { kind, reason };
  if (date === null || time === null) return undefined;
  return { kind, to: { date, time }, ...(resourceId === null ? {} : { toResourceId: resourceId }), ...(minutes === null ? {} : { durationMin: minutes }) };
}

/** Another day, time, practitioner or length for all visits from one on, or their end; each is looked at before anything happens (C-04). */
export function ChangeSeriesDialog({ kind, series, patientId, from, resources, onClose, onDone }: ChangeSeriesDialogProps) {
  const t = useText();
  const { longDate } = useFormats();
  const { timeZone } = useClinicDay();
  const errorText = useErrorText();
  const local = toLocal(from.start, timeZone);
  const [fields, setFields] = useState<Fields>({ ...local, resourceId: null, minutes: null, reason: 'patientWish' });
  const [left, setLeft] = useState<readonly string[]>([]);
  const change = changeOf(kind, fields);
  const ask = { id: series.id, patientId, fromVisitId: from.id };
  const preview = useQueryOf('schedule', 'previewChange', { ...ask, change: change ?? { kind: 'end', reason: 'other' } }, { enabled: change !== undefined, keepPrevious: true });
  const save = useCommandOf('schedule', 'changeSeries');
  const rows = change === undefined ? [] : (preview.data ?? []);
  const chosen = rows.filter(row => row.kept === null && !left.includes(row.visit.id));
  const isReady = change !== undefined && !preview.isPlaceholderData && chosen.length > 0 && chosen.every(row => row.found === null || row.found.verdict === 'free');
  const run = (): void => {
    if (change) save.start({ ...ask, change, visits: chosen.map(({ visit }) => ({ id: visit.id, version: visit.version })) }, done => onDone(done.changed, done.kept));
  };
  const turn = (row: SeriesVisitVerdict): void => setLeft(left.includes(row.visit.id) ? left.filter(id => id !== row.visit.id) : [...left, row.visit.id]);
  const label = t(kind === 'move' ? 'schedule.series.willMove' : 'schedule.series.willEnd', { count: chosen.length });
  const error = save.error ?? preview.error;
  return (
    <Dialog open onClose={onClose} size="large" title={t(kind === 'move' ? 'schedule.series.changeTitle' : 'schedule.series.endTitle', { date: longDate(local.date) })}
      action={{ label, onRun: run, disabled: !isReady, loading: save.isRunning, danger: kind === 'end' }}>
      <div className={classes.tall}><Stack gap={4}>
        {kind === 'move' ? <MoveFields fields={fields} resources={resources} usualMinutes={series.durationMin} onChange={patch => setFields({ ...fields, ...patch })} /> : (
          <SelectField label={t('schedule.series.reason')} value={fields.reason} onChange={reason => setFields({ ...fields, reason })} options={CANCEL_REASONS.map(value => ({ value, label: t(`agenda.cancel.reasons.${value}`) }))} />
        )}
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        <ChangeList rows={rows} left={left} onTurn={turn} />
      </Stack></div>
    </Dialog>
  );
}

interface MoveFieldsProps {
  readonly fields: Fields;
  readonly resources: readonly Resource[];
  readonly usualMinutes: number;
  readonly onChange: (patch: Partial<Fields>) => void;
}

const SAME = '-';

function MoveFields({ fields, resources, usualMinutes, onChange }: MoveFieldsProps) {
  const t = useText();
  const { today } = useClinicDay();
  const people = [{ value: SAME, label: t('schedule.series.keepPractitioner') }, ...resources.filter(one => one.kind === 'practitioner').map(one => ({ value: one.id, label: one.name }))];
  return (
    <Columns min={170} gap={3}>
      <DateField label={t('schedule.series.newDay')} value={fields.date} onChange={date => onChange({ date })} today={today} min={today} autoFocus required />
      <TimeField label={t('schedule.series.time')} value={fields.time} onChange={time => onChange({ time })} required />
      <SelectField label={t('schedule.series.with')} value={fields.resourceId ?? SAME} onChange={id => onChange({ resourceId: id === SAME ? null : id })} options={people} />
      <NumberField label={t('schedule.series.minutes')} value={fields.minutes ?? usualMinutes} onChange={minutes => onChange({ minutes })} min={5} max={720} step={5} />
    </Columns>
  );
}
