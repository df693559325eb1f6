import { useState } from 'react';

import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { addDays, toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, Row, Section, useFormats, useText } from '#renderer/ui/index.ts';

import { AbsenceDialog } from './AbsenceDialog.tsx';
import { HoursDialog } from './HoursDialog.tsx';
import { ResourceDialog } from './ResourceDialog.tsx';
import { ServiceDialog } from './ServiceDialog.tsx';

type Open = { readonly kind: 'hours' | 'resource'; readonly id: string } | { readonly kind: 'newResource' | 'newService' | 'absence' } | { readonly kind: 'service'; readonly id: string } | undefined;

/** Who and what can be booked, for what, and when. For the administrator. */
export function ScheduleScreen() {
  const t = useText();
  const errorText = useErrorText();
  const resources = useQueryOf('agenda', 'resources', { includeInactive: true });
  const services = useQueryOf('agenda', 'services', { includeInactive: true });
  const [open, setOpen] = useState<Open>();
  const list = resources.data ?? [];
  return (
    <Page title={t('schedule.title')}>
      {resources.error ? <Banner tone="danger" live>{errorText(resources.error).text}</Banner> : null}
      <Section title={t('agenda.practitioners')}><ResourceTable label={t('agenda.practitioners')} rows={list.filter(one => one.kind === 'practitioner')} onOpen={setOpen} /><Newcomers resources={list} onAdded={id => setOpen({ kind: 'hours', id })} /></Section>
      <Section title={t('schedule.rooms')} actions={<Button size="dense" onClick={() => setOpen({ kind: 'newResource' })}>{t('schedule.newRoom')}</Button>}>
        <ResourceTable label={t('schedule.rooms')} rows={list.filter(one => one.kind !== 'practitioner')} onOpen={setOpen} />
      </Section>
      <Section title={t('schedule.services')} actions={<Button size="dense" onClick={() => setOpen({ kind: 'newService' })}>{t('schedule.newService')}</Button>}>
        <ServiceTable services={services.data ?? []} onOpen={id => setOpen({ kind: 'service', id })} />
      </Section>
      <Section title={t('schedule.absences')} actions={<Button size="dense" onClick={() => setOpen({ kind: 'absence' })}>{t('schedule.newAbsence')}</Button>}>
        <Absences resources={list} />
      </Section>
      <SettingsDialogs open={open} resources={list} services={services.data ?? []} onClose={() => setOpen(undefined)} />
    </Page>
  );
}

interface SettingsDialogsProps {
  readonly open: Open;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  readonly onClose: () => void;
}

function SettingsDialogs({ open, resources, services, onClose }: SettingsDialogsProps) {
  if (!open) return null;
  switch (open.kind) {
    case 'newResource': return <ResourceDialog resource={null} onClose={onClose} />;
    case 'newService': return <ServiceDialog service={null} onClose={onClose} />;
    case 'absence': return <AbsenceDialog resources={resources.filter(one => one.active)} onClose={onClose} />;
    case 'service': return <ServiceDialog service={services.find(one => one.id === open.id) ?? null} onClose={onClose} />;
    default: return <OfResource kind={open.kind} resource={resources.find(one => one.id === open.id)} onClose={onClose} />;
  }
}

function OfResource({ kind, resource, onClose }: { readonly kind: 'hours' | 'resource'; readonly resource: Resource | undefined; readonly onClose: () => void }) {
  if (!resource) return null;
  return kind === 'hours' ? <HoursDialog resource={resource} onClose={onClose} /> : <ResourceDialog resource={resource} onClose={onClose} />;
}

function ResourceTable({ label, rows, onOpen }: { readonly label: string; readonly rows: readonly Resource[]; readonly onOpen: (open: Open) => void }) {
  const t = useText();
  return (
    <DataTable label={label} height="content" rows={rows} rowKey={row => row.id} onOpen={row => onOpen({ kind: 'hours', id: row.id })} rowTone={row => (row.active ? undefined : 'muted')} rowHeight={40}
      empty={<EmptyState title={t('schedule.none')} />}
      columns={[
        { id: 'name', header: t('schedule.name'), width: 'minmax(180px, 2fr)', cell: row => row.name },
        { id: 'kind', header: t('schedule.kind'), width: 'minmax(120px, 1fr)', cell: row => row.title || t(`schedule.kinds.${row.kind}`) },
        { id: 'policy', header: t('schedule.overlap'), width: 'minmax(200px, 2fr)', cell: row => t(`schedule.policy.${row.policy}`), hideBelow: 900 },
        {
          id: 'do', header: t('agenda.queue.do'), width: '240px', align: 'end', cell: row => (
            <Row gap={1} justify="end">
              <Button size="dense" onClick={() => onOpen({ kind: 'hours', id: row.id })}>{t('schedule.hours')}</Button>
              <Button size="dense" kind="quiet" onClick={() => onOpen({ kind: 'resource', id: row.id })}>{t('schedule.change')}</Button>
            </Row>
          ),
        },
      ]} />
  );
}

function ServiceTable({ services, onOpen }: { readonly services: readonly Service[]; readonly onOpen: (id: string) => void }) {
  const t = useText();
  const { number } = useFormats();
  return (
    <DataTable label={t('schedule.services')} height="content" rows={services} rowKey={row => row.id} onOpen={row => onOpen(row.id)} rowTone={row => (row.active ? undefined : 'muted')}
      empty={<EmptyState title={t('schedule.none')} />}
      columns={[
        { id: 'name', header: t('schedule.name'), width: 'minmax(180px, 2fr)', cell: row => row.name },
        { id: 'minutes', header: t('agenda.booking.minutes'), width: '100px', align: 'end', cell: row => String(row.durationMin) },
        { id: 'buffer', header: t('schedule.buffers'), width: '140px', align: 'end', cell: row => `${row.bufferBeforeMin} + ${row.bufferAfterMin}`, hideBelow: 700 },
        { id: 'price', header: t('schedule.price'), width: '120px', align: 'end', cell: row => number(row.priceMinor / 100) },
      ]} />
  );
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

const AHEAD_DAYS = 365;

function Absences({ resources }: { readonly resources: readonly Resource[] }) {
  const t = useText();
  const { today, timeZone } = useClinicDay();
  const remove = useCommandOf('schedule', 'removeAbsence');
  const { data } = useQueryOf('agenda', 'availability', { from: today, to: addDays(today, AHEAD_DAYS), resourceIds: resources.map(one => one.id), withHours: false }, { enabled: resources.length > 0 });
  const at = (instant: string): string => `${toLocal(instant, timeZone).date} ${toLocal(instant, timeZone).time}`;
  return (
    <DataTable label={t('schedule.absences')} height="content" rows={data?.absences ?? []} rowKey={row => row.id} rowHeight={40} empty={<EmptyState title={t('schedule.noAbsence')} />}
      columns={[
        { id: 'who', header: t('schedule.who'), width: 'minmax(160px, 1fr)', cell: row => resources.find(one => one.id === row.resourceId)?.name ?? t('schedule.wholeClinic') },
        { id: 'from', header: t('schedule.from'), width: '160px', numeric: true, cell: row => at(row.start) },
        { id: 'to', header: t('schedule.to'), width: '160px', numeric: true, cell: row => at(row.end) },
        { id: 'why', header: t('schedule.why'), cell: row => row.label || t(`agenda.absence.${row.kind}`) },
        { id: 'do', header: t('agenda.queue.do'), width: '120px', align: 'end', cell: row => <Button size="dense" kind="quiet" onClick={() => remove.start({ id: row.id })}>{t('schedule.remove')}</Button> },
      ]} />
  );
}
