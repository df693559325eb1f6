import { useState } from 'react';
import * as z from 'zod';

import { ACTION_GROUPS } from '#shared/domain/log/action-groups.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useRouteParams } from '#renderer/commands/index.ts';
import { Banner, Page, useText } from '#renderer/ui/index.ts';

import classes from './Log.module.css';
import { LogFilters, NO_FILTER, type LogFilterValue } from './LogFilters.tsx';
import { LogTable } from './LogTable.tsx';
import { useLogPages } from './use-log-pages.ts';

const Params = z.object({ patientId: z.uuid() });

/** Who opened or changed the open patient's record (A-10 shows the same to the patient). */
export function PatientLogScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { patientId } = useRouteParams(Params);
  const [filter, setFilter] = useState<LogFilterValue>(NO_FILTER);
  const { userId, from, to, group, refusedOnly } = filter;
  const pages = useLogPages({ patientId, userId, from, to, refusedOnly, actions: group === null ? [] : [...ACTION_GROUPS[group]] });
  return (
    <Page title={t('log.patient.title')} detail={pages.label ?? ''} mode="fill">
      <div className={classes.screen}>
        <LogFilters value={filter} onChange={setFilter} withPatient={false} />
        {pages.error ? <Banner tone="danger" live>{errorText(pages.error).text}</Banner> : null}
        <div className={classes.table}><LogTable lines={pages.lines} showPatient={false} onEnd={pages.more} /></div>
      </div>
    </Page>
  );
}
