import { toLocal } from '#shared/domain/agenda/zone.ts';

import type { OutputOf } from '#renderer/client/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import type { DataColumn, Translate } from '#renderer/ui/index.ts';

export type ToSettle = OutputOf<'money', 'unbilled'>[number];
/** A visit comes once for each payer. */
export const settleKey = (row: ToSettle): string => `${row.appointmentId} ${row.payerId ?? ''}`;

interface Words {
  readonly t: Translate;
  readonly amount: (minor: number) => string;
  readonly timeZone: string;
}

/** Columns of visits that wait for money. */
export function visitColumns({ t, amount, timeZone }: Words): DataColumn<ToSettle>[] {
  const payer = (row: ToSettle): string => row.payerName || t('money.visit.self');
  const when = (row: ToSettle): string => { const { date, time } = toLocal(row.start, timeZone); return `${date} ${time}`; };
  return [
    { id: 'date', header: t('money.visit.date'), width: '136px', numeric: true, cell: when, sort: row => row.start },
    { id: 'patient', header: t('money.visit.patient'), width: 'minmax(150px, 2fr)', cell: row => <PatientName id={row.patientId} name={row.name} />, sort: row => row.name },
    { id: 'service', header: t('money.visit.service'), width: 'minmax(120px, 1.5fr)', cell: row => row.service, sort: row => row.service, hideBelow: 760 },
    { id: 'payer', header: t('money.visit.payer'), width: 'minmax(120px, 1.5fr)', cell: payer, sort: payer },
    { id: 'amount', header: t('money.visit.amount'), width: '112px', align: 'end', cell: row => amount(row.amountMinor), sort: row => row.amountMinor },
  ];
}
