import { useState } from 'react';

import { ACTION_GROUPS } from '#shared/domain/log/action-groups.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Page, useText } from '#renderer/ui/index.ts';

import classes from './Log.module.css';
import { LogFilters, NO_FILTER, type LogFilterValue } from './LogFilters.tsx';
import { LogSearch } from './log-search.ts';
import { LogTable } from './LogTable.tsx';
import { useLogPages } from './use-log-pages.ts';
import { VerifyPart } from './VerifyPart.tsx';

/** The whole log for whoever reviews it: is it whole, who did what with whom. */
export function LogScreen() {
  const t = useText();
  const errorText = useErrorText();
  const search = useRouteSearch(LogSearch);
  const [filter, setFilter] = useState<LogFilterValue>({
    ...NO_FILTER, userId: search.userId ?? null, refusedOnly: search.refused ?? false, patient: search.of === undefined ? null : { id: search.of, label: search.ofLabel ?? '' },
  });
  const { patient, userId, from, to, group, refusedOnly } = filter;
  const pages = useLogPages({ patientId: patient?.id ?? null, userId, from, to, refusedOnly, actions: group === null ? [] : [...ACTION_GROUPS[group]] });
  return (
    <Page title={t('log.title')} mode="fill">
      <div className={classes.screen}>
        <VerifyPart startNow={search.verify ?? false} />
        <LogFilters value={filter} onChange={setFilter} withPatient />
        {pages.error ? <Banner tone="danger" live>{errorText(pages.error).text}</Banner> : null}
        <div className={classes.table}>
          {/* one patient's rows need no patient column */}
          <LogTable lines={pages.lines} showPatient={patient === null} onEnd={pages.more} onPatient={chosen => setFilter({ ...NO_FILTER, patient: chosen })} onPerson={chosen => setFilter({ ...NO_FILTER, userId: chosen })} />
        </div>
      </div>
    </Page>
  );
}
