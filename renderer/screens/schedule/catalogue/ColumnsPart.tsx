import type { Resource } from '#shared/domain/agenda/service.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, DataTable, EmptyState, Row, Section, useText } from '#renderer/ui/index.ts';

import { weekInWords } from '../hours/week-words.ts';
import { SlotSizePart } from './SlotSizePart.tsx';

export type OpenColumn = { readonly kind: 'hours' | 'exceptions' | 'resource'; readonly id: string } | { readonly kind: 'newResource' };

interface ColumnsPartProps {
  readonly resources: readonly Resource[];
  readonly onOpen: (open: OpenColumn) => void;
}

/** The columns of the agenda: who and what can be booked, with their week in words. */
export function ColumnsPart({ resources, onOpen }: ColumnsPartProps) {
  const t = useText();
  return (
    <>
      <Section title={t('agenda.practitioners')}>
        <ResourceTable label={t('agenda.practitioners')} rows={resources.filter(one => one.kind === 'practitioner')} onOpen={onOpen} />
        <Newcomers resources={resources} onAdded={id => onOpen({ kind: 'hours', id })} />
      </Section>
      <Section title={t('schedule.rooms')} actions={<Button size="dense" onClick={() => onOpen({ kind: 'newResource' })}>{t('schedule.newRoom')}</Button>}>
        <ResourceTable label={t('schedule.rooms')} rows={resources.filter(one => one.kind !== 'practitioner')} onOpen={onOpen} />
      </Section>
      <SlotSizePart />
    </>
  );
}

function ResourceTable({ label, rows, onOpen }: { readonly label: string; readonly rows: readonly Resource[]; readonly onOpen: ColumnsPartProps['onOpen'] }) {
  const t = useText();
  return (
    <DataTable label={label} height="content" rows={rows} rowKey={row => row.id} onOpen={row => onOpen({ kind: 'hours', id: row.id })} rowTone={row => (row.active ? undefined : 'muted')} rowHeight={40}
      empty={<EmptyState title={t('schedule.none')} />}
      columns={[
        { id: 'name', header: t('schedule.name'), width: 'minmax(150px, 1.2fr)', cell: row => row.name },
        { id: 'kind', header: t('schedule.kind'), width: 'minmax(110px, 0.7fr)', cell: row => row.title || t(`schedule.kinds.${row.kind}`), hideBelow: 1100 },
        { id: 'week', header: t('schedule.week'), width: 'minmax(200px, 3fr)', cell: row => <WeekCell resource={row} /> },
        { id: 'policy', header: t('schedule.overlap'), width: 'minmax(150px, 1fr)', cell: row => t(`schedule.policy.${row.policy}`), hideBelow: 1500 },
        {
          id: 'do', header: t('schedule.series.do'), width: '310px', align: 'end', cell: row => (
            <Row gap={1} justify="end">
              <Button size="dense" onClick={() => onOpen({ kind: 'hours', id: row.id })}>{t('schedule.hours')}</Button>
              <Button size="dense" onClick={() => onOpen({ kind: 'exceptions', id: row.id })}>{t('schedule.exceptions.button')}</Button>
              <Button size="dense" kind="quiet" onClick={() => onOpen({ kind: 'resource', id: row.id })}>{t('schedule.change')}</Button>
            </Row>
          ),
        },
      ]} />
  );
}

/** The week as one reads it. A room without hours is always open; a practitioner without hours cannot be booked. */
function WeekCell({ resource }: { readonly resource: Resource }) {
  const t = useText();
  const { today } = useClinicDay();
  const { data } = useQueryOf('schedule', 'hours', { resourceId: resource.id });
  if (!data) return null;
  return <>{weekInWords(data, today, t) || t(resource.kind === 'practitioner' ? 'schedule.noHours' : 'schedule.always')}</>;
}

/** Practitioners of the clinic who cannot be booked yet; once added, their hours are asked for. */
function Newcomers({ resources, onAdded }: { readonly resources: readonly Resource[]; readonly onAdded: (id: string) => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { data } = useQueryOf('staff', 'list', {});
  const add = useCommandOf('schedule', 'saveResource');
  const missing = (data?.people ?? []).filter(person => person.status === 'active' && person.roles.includes('practitioner') && !resources.some(one => one.userId === person.id));
  return (
    <>
      {missing.map(person => (
        <Row key={person.id} gap={3}>
          <span>{t('schedule.notInAgenda', { name: person.name })}</span>
          <Button size="dense" loading={add.isRunning} onClick={() => add.start({ id: null, version: 0, kind: 'practitioner', userId: person.id, name: person.name, policy: 'warn', capacity: 1, active: true }, done => onAdded(done.id))}>{t('schedule.addToAgenda')}</Button>
        </Row>
      ))}
      {add.error ? <Banner tone="danger" live>{errorText(add.error).text}</Banner> : null}
    </>
  );
}
