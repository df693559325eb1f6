import { IconCheck, IconExclamationCircle, IconHandStop } from '@tabler/icons-react';
import { useMemo, useState } from 'react';

import type { LogLine } from '#shared/domain/log/log-line.ts';

import { DataTable, EmptyState, StatusChip, Text, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from './Log.module.css';
import { LogDetail } from './LogDetail.tsx';
import { useLogText } from './use-log-text.ts';

export interface LogTableProps {
  readonly lines: readonly LogLine[];
  readonly showPatient: boolean;
  readonly onEnd: () => void;
  readonly onPatient?: (patient: { readonly id: string; readonly label: string }) => void;
  readonly onPerson?: (userId: string) => void;
}

/** Rows newest first; Enter shows the whole row. Not sortable: the order of the chain is the order. */
export function LogTable({ lines, showPatient, onEnd, onPatient, onPerson }: LogTableProps) {
  const t = useText();
  const columns = useColumns(showPatient);
  const [open, setOpen] = useState<LogLine | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <DataTable label={t('log.table.label')} columns={columns} rows={lines} rowKey={line => String(line.seq)} rowHeight={40} autoFocus onOpen={setOpen} onEnd={onEnd} rowTone={line => (line.outcome === 'ok' ? undefined : 'attention')} empty={<EmptyState title={t('log.table.empty')}>{t('log.table.emptyHelp')}</EmptyState>} />
      {open ? <LogDetail line={open} onClose={close} onPatient={onPatient} onPerson={onPerson} /> : null}
    </>
  );
}

const SIGN = { ok: IconCheck, denied: IconHandStop, failed: IconExclamationCircle } as const;
const TONE = { ok: 'neutral', denied: 'attention', failed: 'danger' } as const;

/** How it ended, as sign and word. */
export function OutcomeChip({ outcome }: { readonly outcome: LogLine['outcome'] }) {
  const t = useText();
  const Sign = SIGN[outcome];
  return <StatusChip tone={TONE[outcome]} icon={<Sign size={14} stroke={2} />}>{t(`log.outcome.${outcome}`)}</StatusChip>;
}

function useColumns(showPatient: boolean): readonly DataColumn<LogLine>[] {
  const t = useText();
  const { when, who, what, reason } = useLogText();
  return useMemo(() => {
    const patient: DataColumn<LogLine> = { id: 'patient', header: t('log.table.patient'), cell: line => line.patient?.label ?? '', width: 'minmax(140px, 1.5fr)', hideBelow: 760 };
    return [
      { id: 'when', header: t('log.table.when'), cell: line => when(line), width: '172px', numeric: true },
      { id: 'who', header: t('log.table.who'), cell: line => <span className={classes.two}><Text strong>{who(line)}</Text><Text muted small>{line.actor?.title ?? ''}</Text></span>, width: 'minmax(130px, 1.2fr)' },
      { id: 'what', header: t('log.table.what'), cell: line => <span className={classes.two}><Text>{what(line)}</Text><Text muted small>{reason(line)}</Text></span>, width: 'minmax(150px, 1.6fr)' },
      ...(showPatient ? [patient] : []),
      { id: 'outcome', header: t('log.table.outcome'), cell: line => <OutcomeChip outcome={line.outcome} />, width: '130px', hideBelow: 620 },
      { id: 'seq', header: t('log.table.seq'), cell: line => line.seq, width: '80px', align: 'end', hideBelow: 900 },
    ];
  }, [t, showPatient, when, who, what, reason]);
}
