import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, ClinicalWarning, EmptyState, Row, Section, Text, useFormats, useText, VisitStatusChip } from '#renderer/ui/index.ts';

import { flagsOf } from './agenda-columns.ts';
import classes from './Agenda.module.css';
import { BookingProblem } from './BookingProblem.tsx';
import { useAgendaCatalogue, useOwnResource } from './use-agenda-data.ts';
import { useNow } from './use-now.ts';
import { minutesWaited, useToday } from './use-today.ts';
import { useVisitActions } from './use-visit-actions.ts';

/** The practitioner's next patient: who waits, or who comes; open the record, begin, finish. */
export function NextPatientWidget() {
  const t = useText();
  const own = useOwnResource(useAgendaCatalogue().resources);
  if (!own) return <Section title={t('agenda.next.title')}><EmptyState title={t('agenda.next.noColumn')} /></Section>;
  return <NextPatient resourceId={own.id} />;
}

const OPEN: readonly string[] = ['inTreatment', 'arrived', 'booked', 'confirmed'];
const rank = (entry: AgendaEntry): number => (entry.status === 'inTreatment' ? 0 : entry.status === 'arrived' ? 1 : 2);

function NextPatient({ resourceId }: { readonly resourceId: string }) {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { time } = useFormats();
  const today = useToday(resourceId);
  const actions = useVisitActions();
  const open = today.visits.filter(entry => OPEN.includes(entry.status)).sort((a, b) => rank(a) - rank(b));
  const next = open[0];
  const openRecord = (entry: AgendaEntry): void => {
    if (entry.patientId) go('/patients/$patientId', { params: { patientId: entry.patientId } });
  };
  useCommands([
    { id: 'agenda.openNext', message: 'agenda.next.open', shortcut: 'j', when: () => Boolean(next?.patientId), run: () => { if (next) openRecord(next); } },
    { id: 'agenda.startNext', message: 'agenda.next.start', shortcut: 's', when: () => next?.status === 'arrived', run: () => { if (next) actions.setStatus(next, 'inTreatment'); } },
    { id: 'agenda.doneNext', message: 'agenda.next.done', shortcut: 'd', when: () => next?.status === 'inTreatment', run: () => { if (next) actions.setStatus(next, 'done'); } },
  ]);
  if (today.isLoading) return null;
  return (
    <Section title={t('agenda.next.title')} actions={<Text muted num>{t('agenda.next.left', { count: open.length })}</Text>}>
      {today.error ? <Banner tone="danger" live>{errorText(today.error).text}</Banner> : null}
      <BookingProblem error={actions.problem?.error} anyway={undefined} />
      {next ? (
        <div className={classes.next}>
          <NextLine entry={next} service={today.services.find(one => one.id === next.serviceId)?.name ?? ''} timeZone={today.timeZone} />
          <Row gap={2} wrap>
            {next.patientId ? <Button kind="primary" shortcut="j" onClick={() => openRecord(next)}>{t('agenda.next.open')}</Button> : null}
            {next.status === 'arrived' ? <Button shortcut="s" onClick={() => actions.setStatus(next, 'inTreatment')}>{t('agenda.next.start')}</Button> : null}
            {next.status === 'inTreatment' ? <Button shortcut="d" onClick={() => actions.setStatus(next, 'done')}>{t('agenda.next.done')}</Button> : null}
          </Row>
          {open[1] ? <Text muted num>{t('agenda.next.then', { time: time(open[1].start, today.timeZone), name: open[1].name })}</Text> : null}
        </div>
      ) : <EmptyState title={t('agenda.next.none')} />}
    </Section>
  );
}

function NextLine({ entry, service, timeZone }: { readonly entry: AgendaEntry; readonly service: string; readonly timeZone: string }) {
  const t = useText();
  const { time } = useFormats();
  const now = useNow();
  const minutes = minutesWaited(entry, now);
  return (
    <div className={classes.nextLine}>
      <span className={classes.nextTime}>{time(entry.start, timeZone)}</span>
      <span className={classes.nextName}>{entry.name}</span>
      <VisitStatusChip status={entry.status} />
      <Text muted>{service}</Text>
      {minutes === undefined ? null : <Text muted>{t('agenda.next.waited', { time: t('agenda.waited', { minutes }) })}</Text>}
      {flagsOf(entry, t).map(flag => (flag.kind === 'warning' ? <ClinicalWarning key={flag.kind}>{flag.label}</ClinicalWarning> : <Text key={flag.kind} strong>{flag.label}</Text>))}
    </div>
  );
}
