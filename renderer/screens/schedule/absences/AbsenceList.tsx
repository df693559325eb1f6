import { addDays, toLocal } from '#shared/domain/agenda/zone.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, DataTable, EmptyState, Row, useFormats, useText, type Formats, type Translate } from '#renderer/ui/index.ts';

import { repeatInWords } from '../repeat-words.ts';

type Absence = OutputOf<'schedule', 'absences'>[number];

const AHEAD_DAYS = 365;

/** Everybody's absences and the clinic's closed times in the year to come. */
export function AbsenceList({ resources }: { readonly resources: readonly Resource[] }) {
  const t = useText();
  const formats = useFormats();
  const errorText = useErrorText();
  const { today, timeZone } = useClinicDay();
  const remove = useCommandOf('schedule', 'removeAbsence');
  const { data } = useQueryOf('schedule', 'absences', { from: today, to: addDays(today, AHEAD_DAYS) });
  return (
    <>
      {remove.error ? <Banner tone="danger" live>{errorText(remove.error).text}</Banner> : null}
      <DataTable label={t('schedule.absences')} height="content" rows={data ?? []} rowKey={row => row.id} rowHeight={40} empty={<EmptyState title={t('schedule.noAbsence')} />}
        columns={[
          { id: 'who', header: t('schedule.who'), width: 'minmax(140px, 1fr)', sort: row => nameOf(row, resources, t), cell: row => nameOf(row, resources, t) },
          { id: 'when', header: t('agenda.visit.when'), width: 'minmax(190px, 1.4fr)', sort: row => row.start, numeric: true, cell: row => spanInWords(row, timeZone, formats) },
          { id: 'why', header: t('schedule.why'), width: 'minmax(110px, 1fr)', cell: row => row.label || t(`agenda.absence.${row.kind}`) },
          { id: 'repeats', header: t('schedule.absence.following'), width: 'minmax(150px, 1.4fr)', cell: row => (row.repeats ? repeatInWords(row.repeats, t) : ''), hideBelow: 900 },
          {
            id: 'do', header: t('schedule.series.do'), width: '290px', align: 'end', cell: row => (
              <Row gap={1} justify="end">
                {row.seriesId === null ? null : <Button size="dense" kind="quiet" onClick={() => remove.start({ id: row.id, following: true })}>{t('schedule.absence.removeFollowing')}</Button>}
                <Button size="dense" kind="quiet" onClick={() => remove.start({ id: row.id })}>{t('schedule.absence.removeOne')}</Button>
              </Row>
            ),
          },
        ]} />
    </>
  );
}

const nameOf = (row: Absence, resources: readonly Resource[], t: Translate): string => (row.resourceId === null ? t('schedule.wholeClinic') : (resources.find(one => one.id === row.resourceId)?.name ?? ''));

/** Whole days without their midnights: "mån 7 dec–fre 18 dec"; else "mån 7 dec 12:00–13:00". */
function spanInWords({ start, end }: Absence, timeZone: string, { shortDate }: Formats): string {
  const from = toLocal(start, timeZone);
  const to = toLocal(end, timeZone);
  if (from.time === '00:00' && to.time === '00:00') {
    const last = addDays(to.date, -1);
    return last === from.date ? shortDate(from.date) : `${shortDate(from.date)}–${shortDate(last)}`;
  }
  return from.date === to.date ? `${shortDate(from.date)} ${from.time}–${to.time}` : `${shortDate(from.date)} ${from.time}–${shortDate(to.date)} ${to.time}`;
}
