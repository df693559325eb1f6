import { useMemo } from 'react';
import * as z from 'zod';

import { useErrorText } from '#renderer/client/index.ts';
import { useCommands, useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Button, Page, SelectField, useText } from '#renderer/ui/index.ts';

import classes from './Desk.module.css';
import { DeskFoot } from './DeskFoot.tsx';
import { queueCommands } from './queue-commands.ts';
import { QueueTable } from './QueueTable.tsx';
import { StepProblemBanner } from './StepProblemBanner.tsx';
import { useQueueFilter } from './use-queue-filter.ts';
import { useToday } from './use-today.ts';
import { useVisitSteps } from './use-visit-steps.ts';

export const QUEUE_PATH = '/agenda/queue';
/** Whose queue: a column's id; everybody's without. */
export const QueueSearch = z.object({ who: z.string().max(64).optional().catch(undefined) });
const EVERYBODY = '';

/** The whole clinic's day in the order people are served, for whoever stands at the desk. */
export function QueueScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { who } = useRouteSearch(QueueSearch);
  const today = useToday(false);
  const steps = useVisitSteps();
  const filter = useQueueFilter(today, who ?? null);
  useCommands([...queueCommands(steps, today.timeZone), filter.command]);
  const people = useMemo(() => [...new Map(today.visits.map(visit => [visit.resourceId, visit.practitioner])).entries()].sort((a, b) => a[1].localeCompare(b[1], 'sv')), [today.visits]);
  const options = [{ value: EVERYBODY, label: t('desk.queue.everybody') }, ...people.filter(([id]) => id !== '').map(([value, label]) => ({ value, label }))];
  return (
    <Page title={t('desk.queue.title')} mode="fill" detail={t('desk.queue.counts', today.counts)} actions={
      <>
        <div className={classes.who}>
          <SelectField label={t('desk.queue.whose')} value={who ?? EVERYBODY} onChange={value => go(QUEUE_PATH, { search: value ? { who: value } : {}, replace: true })} options={options} />
        </div>
        <Button kind="quiet" shortcut="h" onClick={filter.toggle}>{t(filter.command.message)}</Button>
      </>
    }>
      {today.error ? <Banner tone="danger" live>{errorText(today.error).text}</Banner> : null}
      <StepProblemBanner problem={steps.problem} />
      {today.isLoading ? null : <QueueTable today={today} visits={filter.visits} steps={steps} height="fill" />}
      <DeskFoot enter={t('desk.command.open')} undoable={steps.undoable} onUndo={steps.undo} />
    </Page>
  );
}
