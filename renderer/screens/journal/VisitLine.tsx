import { useMemo } from 'react';

import type { CareVisit } from '#shared/domain/care/care.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useMay, useQueryOf } from '#renderer/client/index.ts';
import { applies, useAllCommands, useCommandContext, useSetCurrentVisit, type CurrentVisit } from '#renderer/commands/index.ts';
import { Button, useText, VisitStatusChip } from '#renderer/ui/index.ts';

import classes from './VisitLine.module.css';

const toCurrent = ({ id, version, status, start, end, resourceId, serviceId, patientId, name, isProtected }: CareVisit): CurrentVisit => ({ id, version, status, start, end, resourceId, serviceId, patientId, name, isProtected });

/**
 * Today's visit above the journal: when, what for, and what was written at booking (task 4B 3). It is the visit that keys act
 * on here: payment, a new time. One's own goes before a colleague's, one under way before the others.
 */
export function VisitLine({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const may = useMay();
  const { today, timeZone } = useClinicDay();
  const { data } = useQueryOf('care', 'visits', { patientId }, { enabled: may('agenda.read') });
  const visits = useMemo(() => (data ?? []).filter(visit => toLocal(visit.start, timeZone).date === today).toSorted(byInterest), [data, today, timeZone]);
  const first = visits[0];
  const current = useMemo(() => first && toCurrent(first), [first]);
  useSetCurrentVisit(current);
  if (!first) return null;
  return (
    <section className={classes.line} aria-label={t('care.visit.label')}>
      <strong className={classes.time}>{t('care.visit.today', { time: toLocal(first.start, timeZone).time })}</strong>
      <span>{[first.service, first.isOwn ? '' : first.practitioner].filter(Boolean).join(' · ')}</span>
      <VisitStatusChip status={first.status} />
      {first.note ? <span className={classes.note}>{first.note}</span> : null}
      {visits.length > 1 ? <span className={classes.more}>{t('care.visit.more', { count: visits.length - 1 })}</span> : null}
      <span className={classes.ways}><Rebook /></span>
    </section>
  );
}

const RANK: Readonly<Partial<Record<CareVisit['status'], number>>> = { inTreatment: 0, arrived: 1, booked: 2, confirmed: 2, done: 3 };
const byInterest = (a: CareVisit, b: CareVisit): number => Number(b.isOwn) - Number(a.isOwn) || (RANK[a.status] ?? 4) - (RANK[b.status] ?? 4) || (a.start < b.start ? -1 : 1);

/** The agenda's own command, so its key and its conditions come along. */
function Rebook() {
  const t = useText();
  const context = useCommandContext();
  const command = useAllCommands().find(one => one.id === 'agenda.rebookHere' && applies(one, context));
  return command ? <Button size="dense" kind="quiet" {...(command.shortcut ? { shortcut: command.shortcut } : {})} onClick={() => command.run(context)}>{t('care.visit.rebook')}</Button> : null;
}
