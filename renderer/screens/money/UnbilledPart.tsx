import { IconCheck } from '@tabler/icons-react';
import { useMemo, useState, type MouseEvent } from 'react';

import { addDays } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, SelectField, useText, type DataColumn } from '#renderer/ui/index.ts';

import { InvoiceDialog } from './InvoiceDialog.tsx';
import classes from './Money.module.css';
import { openPay } from './pay-store.ts';
import { useChosen, type Chosen } from './use-chosen.ts';
import { useKronor } from '#renderer/parts/use-kronor.ts';
import { settleKey, visitColumns, type ToSettle } from './visit-columns.tsx';

const EVERY = 'every';
const MONTHS = 13;

/** 4A 8: everything done and not charged, by payer; A marks all, F invoices, Enter confirms. */
export function UnbilledPart() {
  const t = useText();
  const { amount } = useKronor();
  const { today, timeZone } = useClinicDay();
  const errorText = useErrorText();
  const may = useMay();
  const [month, setMonth] = useState<string>(EVERY);
  const [payer, setPayer] = useState<string>('all');
  const [isAsking, setAsking] = useState(false);
  const query = useQueryOf('money', 'unbilled', { month: month === EVERY ? null : month, payer }, { keepPrevious: true });
  const rows = useMemo(() => byPayer(query.data ?? []), [query.data]);
  const chosen = useChosen(rows);
  const columns = [chosenColumn(chosen, t), ...visitColumns({ t, amount, timeZone })];
  useCommands([
    { id: 'money.selectAll', message: chosen.isAll ? 'money.command.selectNone' : 'money.command.selectAll', shortcut: 'a', when: () => rows.length > 0, run: chosen.toggleAll },
    { id: 'money.invoice', message: 'money.command.invoice', shortcut: 'f', permission: 'money.write', when: () => chosen.rows.length > 0, run: () => setAsking(true) },
  ]);
  return (
    <>
      <Tools month={month} months={monthsBefore(today)} onMonth={setMonth} payer={payer} onPayer={setPayer} chosen={chosen} canInvoice={may('money.write')} onInvoice={() => setAsking(true)} />
      {query.error ? <div className={classes.notice}><Banner tone="danger" live>{errorText(query.error).text}</Banner></div> : null}
      <div className={classes.table}>
        <DataTable label={t('money.unbilled.label')} columns={columns} rows={rows} rowKey={settleKey} autoFocus onOpen={row => openPay({ id: row.appointmentId, patientId: row.patientId })}
          onRowKey={(event, row) => { if (event.key !== ' ') return false; chosen.toggle(row); return true; }}
          empty={query.isPending ? null : <EmptyState title={t('money.unbilled.empty')}>{t('money.unbilled.emptyHelp')}</EmptyState>} />
      </div>
      {isAsking ? <InvoiceDialog rows={chosen.rows} onClose={() => setAsking(false)} onDone={() => { chosen.clear(); setAsking(false); }} /> : null}
    </>
  );
}

/** Organisations first, by name, then the patients; each by date. */
function byPayer(rows: readonly ToSettle[]): ToSettle[] {
  const key = (row: ToSettle): string => (row.payerId === null ? `1${row.name}` : `0${row.payerName}`);
  return [...rows].sort((a, b) => key(a).localeCompare(key(b), 'sv') || (a.start < b.start ? -1 : 1));
}

function monthsBefore(today: string): string[] {
  const months: string[] = [];
  for (let day = `${today.slice(0, 7)}-01`; months.length < MONTHS; day = `${addDays(day, -1).slice(0, 7)}-01`) months.push(day.slice(0, 7));
  return months;
}

/** The table keeps the focus, and with it the keys. */
const keepFocus = (event: MouseEvent): void => event.preventDefault();

const chosenColumn = (chosen: Chosen, t: ReturnType<typeof useText>): DataColumn<ToSettle> => ({
  id: 'chosen', header: '', width: '44px',
  cell: row => (
    <button type="button" tabIndex={-1} className={classes.check} role="checkbox" aria-checked={chosen.isChosen(row)} aria-label={t('money.visit.mark', { name: row.name })} onMouseDown={keepFocus} onClick={() => chosen.toggle(row)}>
      {chosen.isChosen(row) ? <IconCheck size={13} stroke={3} aria-hidden /> : null}
    </button>
  ),
});

interface ToolsProps {
  readonly month: string;
  readonly months: readonly string[];
  readonly onMonth: (month: string) => void;
  readonly payer: string;
  readonly onPayer: (payer: string) => void;
  readonly chosen: Chosen;
  readonly canInvoice: boolean;
  readonly onInvoice: () => void;
}

function Tools({ month, months, onMonth, payer, onPayer, chosen, canInvoice, onInvoice }: ToolsProps) {
  const t = useText();
  const { kronor } = useKronor();
  const payers = useQueryOf('money', 'payers', {});
  return (
    <div className={classes.tools}>
      <SelectField label={t('money.unbilled.month')} value={month} onChange={value => onMonth(value ?? EVERY)} searchable={false} options={[{ value: EVERY, label: t('money.unbilled.allMonths') }, ...months.map(value => ({ value, label: value }))]} />
      <SelectField label={t('money.unbilled.payer')} value={payer} onChange={value => onPayer(value ?? 'all')}
        options={[{ value: 'all', label: t('money.unbilled.everybody') }, { value: 'patient', label: t('money.visit.self') }, ...(payers.data ?? []).map(one => ({ value: one.id, label: one.name }))]} />
      <span className={classes.grow} />
      <span className={classes.counts} role="status">{t('money.unbilled.chosen', { count: chosen.rows.length, sum: kronor(chosen.sumMinor) })}</span>
      <Button shortcut="a" onClick={chosen.toggleAll}>{t(chosen.isAll ? 'money.command.selectNone' : 'money.command.selectAll')}</Button>
      {canInvoice ? <Button kind="primary" shortcut="f" disabled={chosen.rows.length === 0} onClick={onInvoice}>{t('money.command.invoice')}</Button> : null}
    </div>
  );
}
