import { useState } from 'react';

import { stepsTo } from '#shared/domain/desk/work-lists.ts';

import { client, useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo, type CommandContext, type CurrentVisit } from '#renderer/commands/index.ts';
import { useText } from '#renderer/ui/index.ts';

import { openVisit, showInAgenda } from '../queue-commands.ts';
import { StepProblemBanner } from '../StepProblemBanner.tsx';
import { useOwnOnly } from './use-counts.ts';
import { WorkTable } from './WorkTable.tsx';

/** Done, and nothing written: Enter opens the patient's journal to write. */
export function WithoutNoteList() {
  const t = useText();
  const go = useGo();
  const { data, error } = useQueryOf('desk', 'withoutNote', {});
  return (
    <WorkTable title={t('desk.withoutNote.title')} help={t('desk.withoutNote.help')} empty={t('desk.withoutNote.empty')} enter={t('desk.command.openJournal')} rows={data} error={error}
      onOpen={({ patientId }) => { if (patientId) go('/patients/$patientId/journal', { params: { patientId } }); }} />
  );
}

/** Days gone by that nobody said the end of: D the patient came, U did not come. */
export function UnfinishedList() {
  const t = useText();
  const go = useGo();
  const { timeZone } = useClinicDay();
  const own = useOwnOnly();
  const { data, error } = useQueryOf('desk', 'unfinished', { own });
  const [problem, setProblem] = useState<unknown>();
  const finish = async (visit: CurrentVisit, target: 'done' | 'noShow'): Promise<void> => {
    setProblem(undefined);
    let { version } = visit;
    try {
      for (const status of stepsTo(visit.status, target)) ({ version } = await client.agenda.setStatus({ id: visit.id, version, status: status as 'done' }));
    } catch (failure) {
      setProblem(failure);
    }
  };
  const ending = (target: 'done' | 'noShow') => ({
    on: 'visit' as const, permission: 'agenda.write' as const,
    when: ({ visit }: CommandContext) => visit !== undefined && stepsTo(visit.status, target).length > 0,
    run: ({ visit }: CommandContext) => { if (visit) void finish(visit, target); },
  });
  useCommands([
    { id: 'desk.list.done', message: 'desk.unfinished.done', shortcut: 'd', ...ending('done') },
    { id: 'desk.list.noShow', message: 'desk.unfinished.noShow', shortcut: 'u', ...ending('noShow') },
    { id: 'desk.list.inAgenda', message: 'desk.command.inAgenda', shortcut: 'g', on: 'visit', run: ({ visit }) => { if (visit) showInAgenda(go, visit, timeZone); } },
  ]);
  return (
    <WorkTable title={t('desk.unfinished.title')} help={t('desk.unfinished.help')} empty={t('desk.unfinished.empty')} enter={t('desk.command.open')} rows={data} error={error}
      onOpen={visit => openVisit(go, visit, timeZone)} notice={<StepProblemBanner problem={problem === undefined ? undefined : { error: problem }} />} />
  );
}

/** C-08: booked by name. Enter shows the visit in the agenda, where it is linked. */
export function UnlinkedList() {
  const t = useText();
  const go = useGo();
  const { timeZone } = useClinicDay();
  const own = useOwnOnly();
  const { data, error } = useQueryOf('desk', 'unlinked', { own });
  return (
    <WorkTable title={t('desk.unlinked.title')} help={t('desk.unlinked.help')} empty={t('desk.unlinked.empty')} enter={t('desk.command.inAgenda')} rows={data} error={error} onOpen={visit => showInAgenda(go, visit, timeZone)} />
  );
}
