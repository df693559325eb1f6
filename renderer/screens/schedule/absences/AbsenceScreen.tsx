import * as z from 'zod';

import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Button, Page, Row, Section, Stack, useText } from '#renderer/ui/index.ts';

import classes from '../Schedule.module.css';
import { AffectedVisits } from '../AffectedVisits.tsx';
import { AbsenceForm } from './AbsenceForm.tsx';
import { AbsenceList } from './AbsenceList.tsx';
import { useAbsenceForm } from './use-absence-form.ts';

/** Where the keyboard stood in the agenda: the column, and the moment as ISO UTC. */
export const AbsenceSearch = z.object({ who: z.string().max(64).optional().catch(undefined), at: z.string().max(30).optional().catch(undefined) });

/** Somebody is ill, on holiday or at a meeting, or the clinic is closed; then the visits that are in the way (C-04). */
export function AbsenceScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { who, at } = useRouteSearch(AbsenceSearch);
  const { today, timeZone } = useClinicDay();
  const resources = useQueryOf('agenda', 'resources', { includeInactive: true }).data ?? [];
  const form = useAbsenceForm({ who, at, today, timeZone });
  const save = useCommandOf('schedule', 'saveAbsence');
  const isReady = form.input !== undefined && !save.isRunning;
  const run = (): void => { if (form.input) save.start(form.input); };
  const back = (): void => go('/agenda', { search: { day: at === undefined ? (form.fields.fromDate ?? today) : toLocal(at, timeZone).date } });
  useCommands([{ id: 'schedule.saveAbsence', message: 'schedule.absence.save', shortcut: 'mod+enter', when: () => isReady, run }]);
  return (
    <Page title={t('schedule.absence.new')} mode="fill" actions={<Button size="dense" onClick={back}>{t('schedule.series.back')}</Button>}>
      <div className={classes.halves}>
        <div className={classes.form}>
          <Stack gap={4}>
            <AbsenceForm form={form} resources={resources} />
            <Row><Button kind="primary" shortcut="mod+enter" onClick={run} disabled={!isReady} loading={save.isRunning}>{t('schedule.absence.save')}</Button></Row>
            {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
          </Stack>
        </div>
        <div className={classes.result}>
          {save.value ? <Banner tone="ok" live>{`${t('schedule.absence.saved', { count: save.value.count })}${save.value.affected.count === 0 ? ` ${t('schedule.affected.none')}` : ''}`}</Banner> : null}
          {save.value ? <AffectedVisits affected={save.value.affected} /> : null}
          <Section title={t('schedule.absence.upcoming')}><AbsenceList resources={resources} /></Section>
        </div>
      </div>
    </Page>
  );
}
