import { useMemo } from 'react';

import { useClinicDay, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, DataTable, EmptyState, useText, VisitStatusChip } from '#renderer/ui/index.ts';

import classes from './Money.module.css';
import { openPay } from './pay-store.ts';
import { useKronor } from '#renderer/parts/use-kronor.ts';
import { settleKey, visitColumns, type ToSettle } from './visit-columns.tsx';

/** The first day the program can have had a visit on. */
const FIRST_DAY = '2000-01-01';

/** C-07: visits missed or cancelled late whose fee somebody must decide on; Enter opens. */
export function FeesPart() {
  const t = useText();
  const { amount } = useKronor();
  const { today, timeZone } = useClinicDay();
  const errorText = useErrorText();
  const query = useQueryOf('money', 'unsettled', { from: FIRST_DAY, to: today });
  const rows = useMemo(() => (query.data ?? []).filter(row => row.isFee), [query.data]);
  const columns = [...visitColumns({ t, amount, timeZone }), { id: 'status', header: t('money.visit.status'), width: '150px', cell: (row: ToSettle) => <VisitStatusChip status={row.status} /> }];
  return (
    <>
      {query.error ? <div className={classes.notice}><Banner tone="danger" live>{errorText(query.error).text}</Banner></div> : null}
      <div className={classes.table}>
        <DataTable label={t('money.fees.label')} columns={columns} rows={rows} rowKey={settleKey} autoFocus onOpen={row => openPay({ id: row.appointmentId, patientId: row.patientId })}
          empty={query.isPending ? null : <EmptyState title={t('money.fees.empty')}>{t('money.fees.emptyHelp')}</EmptyState>} />
      </div>
    </>
  );
}
