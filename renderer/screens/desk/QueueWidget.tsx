import { useErrorText } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, Section, useText } from '#renderer/ui/index.ts';

import classes from './Desk.module.css';
import { DeskFoot } from './DeskFoot.tsx';
import { queueCommands } from './queue-commands.ts';
import { QueueTable } from './QueueTable.tsx';
import { StepProblemBanner } from './StepProblemBanner.tsx';
import { useQueueFilter } from './use-queue-filter.ts';
import { useToday } from './use-today.ts';
import { useVisitSteps } from './use-visit-steps.ts';

/** Today at the desk: who waits and how long, who is late, who comes next. C checks in, with Shift the identity was checked too. */
export function QueueWidget() {
  const t = useText();
  const errorText = useErrorText();
  const today = useToday(false);
  const steps = useVisitSteps();
  const filter = useQueueFilter(today);
  useCommands([...queueCommands(steps, today.timeZone), filter.command]);
  return (
    <Section title={t('desk.queue.title')} actions={
      <>
        <span className={classes.counts}>{t('desk.queue.counts', today.counts)}</span>
        <Button size="dense" kind="quiet" shortcut="h" onClick={filter.toggle}>{t(filter.command.message)}</Button>
      </>
    }>
      {today.error ? <Banner tone="danger" live>{errorText(today.error).text}</Banner> : null}
      <StepProblemBanner problem={steps.problem} />
      {today.isLoading ? null : <QueueTable today={today} visits={filter.visits} steps={steps} height="content" />}
      <DeskFoot enter={t('desk.command.open')} undoable={steps.undoable} onUndo={steps.undo} />
    </Section>
  );
}
