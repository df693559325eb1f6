import { useState } from 'react';
import * as z from 'zod';

import type { Resource, Service } from '#shared/domain/agenda/service.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Button, Page, Row, Tabs, useText } from '#renderer/ui/index.ts';

import { AbsenceList } from './absences/AbsenceList.tsx';
import { ColumnsPart, type OpenColumn } from './catalogue/ColumnsPart.tsx';
import { ResourceDialog } from './catalogue/ResourceDialog.tsx';
import { ServiceDialog } from './catalogue/ServiceDialog.tsx';
import { ServicesPart } from './catalogue/ServicesPart.tsx';
import { HolidaysPart } from './holidays/HolidaysPart.tsx';
import { ExceptionsDialog } from './hours/ExceptionsDialog.tsx';
import { HoursDialog } from './hours/HoursDialog.tsx';

const PARTS = ['columns', 'services', 'absences', 'holidays'] as const;
export const ScheduleSearch = z.object({ part: z.enum(PARTS).default('columns').catch('columns') });

type Open = OpenColumn | { readonly kind: 'service'; readonly id: string | null } | undefined;

/** Who and what can be booked, for what, and when; for the administrator. */
export function ScheduleScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { part } = useRouteSearch(ScheduleSearch);
  const resources = useQueryOf('agenda', 'resources', { includeInactive: true });
  const services = useQueryOf('agenda', 'services', { includeInactive: true });
  const [open, setOpen] = useState<Open>();
  const list = resources.data ?? [];
  const contents = {
    columns: <ColumnsPart resources={list} onOpen={setOpen} />,
    services: <ServicesPart services={services.data ?? []} onOpen={id => setOpen({ kind: 'service', id })} />,
    absences: <><Row justify="end"><Button size="dense" onClick={() => go('/agenda/absence')}>{t('schedule.newAbsence')}</Button></Row><AbsenceList resources={list} /></>,
    holidays: <HolidaysPart />,
  };
  return (
    <Page title={t('schedule.title')}>
      {resources.error ? <Banner tone="danger" live>{errorText(resources.error).text}</Banner> : null}
      <Tabs label={t('schedule.tabs.label')} value={part} onChange={next => go('/agenda/settings', { search: { part: next }, replace: true })} tabs={PARTS.map(value => ({ value, label: t(`schedule.tabs.${value}`), content: contents[value] }))} />
      {open ? <OpenDialog open={open} resources={list} services={services.data ?? []} onClose={() => setOpen(undefined)} /> : null}
    </Page>
  );
}

interface OpenDialogProps {
  readonly open: NonNullable<Open>;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  readonly onClose: () => void;
}

function OpenDialog({ open, resources, services, onClose }: OpenDialogProps) {
  if (open.kind === 'service') return <ServiceDialog service={services.find(one => one.id === open.id) ?? null} onClose={onClose} />;
  if (open.kind === 'newResource') return <ResourceDialog resource={null} onClose={onClose} />;
  const resource = resources.find(one => one.id === open.id);
  if (!resource) return null;
  const dialogs = { resource: ResourceDialog, hours: HoursDialog, exceptions: ExceptionsDialog } as const;
  const Chosen = dialogs[open.kind];
  return <Chosen resource={resource} onClose={onClose} />;
}
