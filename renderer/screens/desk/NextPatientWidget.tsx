import { nextPatients, type QueueVisit } from '#shared/domain/desk/queue.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useCommands, useCurrentVisit, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, ClinicalWarning, EmptyState, Row, Section, Text, useFormats, useText, VisitStatusChip } from '#renderer/ui/index.ts';

import classes from './Desk.module.css';
import { sinceText } from './queue-columns.tsx';
import { StepProblemBanner } from './StepProblemBanner.tsx';
import { useToday, type Today } from './use-today.ts';
import { useVisitSteps } from './use-visit-steps.ts';

/** The practitioner's next patient: who is being treated, who waits longest, or who comes; open the journal, begin, finish. */
export function NextPatientWidget() {
  const t = useText();
  const errorText = useErrorText();
  const today = useToday(true);
  if (today.isLoading) return null;
  if (!today.error && !today.hasColumn) return <Section title={t('desk.next.title')}><EmptyState title={t('desk.next.noColumn')} /></Section>;
  const open = nextPatients(today.visits, today.now);
  return (
    <Section title={t('desk.next.title')} actions={<Text muted num>{t('desk.next.left', { count: open.length })}</Text>}>
      {today.error ? <Banner tone="danger" live>{errorText(today.error).text}</Banner> : null}
      <NextPatient open={open} today={today} />
    </Section>
  );
}

function NextPatient({ open, today }: { readonly open: readonly QueueVisit[]; readonly today: Today }) {
  const t = useText();
  const go = useGo();
  const { time } = useFormats();
  const steps = useVisitSteps();
  const [next, then] = open;
  const openRecord = (): void => {
    if (next?.patientId) go('/patients/$patientId/journal', { params: { patientId: next.patientId } });
  };
  const start = (): void => { if (next) steps.setStatus(next, 'inTreatment'); };
  const finish = (): void => { if (next) steps.setStatus(next, 'done'); };
  // Where the queue stands on the same page, S and D belong to the row under its cursor and to nobody else.
  const isAlone = useCurrentVisit() === undefined;
  const keyOf = (key: string) => (isAlone ? { shortcut: key } : {});
  useCommands([
    { id: 'desk.openNext', message: 'desk.next.open', shortcut: 'j', when: () => Boolean(next?.patientId), run: openRecord },
    { id: 'desk.startNext', message: 'desk.next.start', ...keyOf('s'), when: () => next?.status === 'arrived', run: start },
    { id: 'desk.doneNext', message: 'desk.next.done', ...keyOf('d'), when: () => next?.status === 'inTreatment', run: finish },
    { id: 'desk.undoNext', message: 'desk.command.undo', ...keyOf('mod+z'), when: () => steps.undoable !== undefined, run: steps.undo },
  ]);
  return (
    <>
      <StepProblemBanner problem={steps.problem} />
      {next ? (
        <div className={classes.next}>
          <NextLine visit={next} today={today} />
          <Row gap={2} wrap>
            {next.patientId ? <Button kind="primary" shortcut="j" onClick={openRecord}>{t('desk.next.open')}</Button> : null}
            {next.status === 'arrived' ? <Button {...keyOf('s')} onClick={start}>{t('desk.next.start')}</Button> : null}
            {next.status === 'inTreatment' ? <Button {...keyOf('d')} onClick={finish}>{t('desk.next.done')}</Button> : null}
            {steps.undoable ? <Button kind="quiet" {...keyOf('mod+z')} onClick={steps.undo}>{t('desk.command.undo')}</Button> : null}
          </Row>
          {then ? (
            <Row gap={2} wrap>
              <Text muted num>{t('desk.next.then', { time: time(then.start, today.timeZone), name: then.name })}</Text>
              {then.status === 'arrived' ? <VisitStatusChip status="arrived" /> : null}
              <Text muted num>{sinceText(then, today.now, t)}</Text>
            </Row>
          ) : null}
        </div>
      ) : <EmptyState title={t('desk.next.none')} />}
    </>
  );
}

function NextLine({ visit, today }: { readonly visit: QueueVisit; readonly today: Today }) {
  const t = useText();
  const { time } = useFormats();
  return (
    <div className={classes.nextLine} role="status">
      <span className={classes.nextTime}>{time(visit.start, today.timeZone)}</span>
      <span className={classes.nextName}>{visit.name}</span>
      <VisitStatusChip status={visit.status} />
      <Text muted>{[visit.service, visit.place].filter(Boolean).join(', ')}</Text>
      <Text muted>{sinceText(visit, today.now, t)}</Text>
      {visit.hasWarning ? <ClinicalWarning>{t('desk.flag.warning')}</ClinicalWarning> : null}
      {visit.isProtected ? <Text strong>{t('desk.flag.protected')}</Text> : null}
    </div>
  );
}
