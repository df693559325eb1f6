import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import type { DocumentSummary } from '#shared/domain/money/document.ts';

import { useErrorText } from '#renderer/client/index.ts';
import { Banner, DataTable, EmptyState, SegmentedChoice, TextField, useText, type DataColumn, type Translate } from '#renderer/ui/index.ts';

import { DocumentDialog } from './DocumentDialog.tsx';
import { DocumentStateChip } from './DocumentStateChip.tsx';
import classes from './Money.module.css';
import { useDocuments } from './use-documents.ts';
import { useKronor } from '#renderer/parts/use-kronor.ts';

const FILTERS = ['all', 'open', 'overdue'] as const;
type Filter = (typeof FILTERS)[number];

interface DocumentsPartProps {
  /** Null: everybody's. */
  readonly patientId: string | null;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** Receipts, invoices and credits, newest first; Enter opens one. */
export function DocumentsPart({ patientId, filter, onFilter }: DocumentsPartProps) {
  const t = useText();
  const { amount } = useKronor();
  const errorText = useErrorText();
  const [text, setText] = useState('');
  const [openId, setOpenId] = useState<string>();
  const table = useRef<HTMLDivElement>(null);
  const documents = useDocuments({ filter, patientId, text });
  const opened = documents.rows.find(one => one.id === openId);
  // Kept while the list is asked for anew: what is open may just have been paid.
  const kept = useRef<DocumentSummary>(undefined);
  useEffect(() => { kept.current = opened ?? kept.current; }, [opened]);
  const shown = openId === undefined ? undefined : (opened ?? kept.current);
  const onKeyDown = (event: KeyboardEvent): void => {
    const [first] = documents.rows;
    if (event.key === 'Enter' && first) setOpenId(first.id);
    else if (event.key === 'ArrowDown') table.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={classes.tools}>
        <TextField label={t('money.documents.search')} value={text} onChange={setText} onKeyDown={onKeyDown} numeric maxLength={30} />
        <SegmentedChoice label={t('money.documents.filter')} value={filter} onChange={onFilter} options={FILTERS.map(value => ({ value, label: t(`money.documents.${value}`) }))} />
      </div>
      {documents.error ? <div className={classes.notice}><Banner tone="danger" live>{errorText(documents.error).text}</Banner></div> : null}
      <div ref={table} className={classes.table}>
        <DataTable label={t('money.documents.label')} columns={columnsOf(t, amount)} rows={documents.rows} rowKey={row => row.id} autoFocus onOpen={row => setOpenId(row.id)} onEnd={documents.loadMore}
          rowTone={row => (row.state === 'credited' ? 'muted' : undefined)} empty={documents.isLoading ? null : <EmptyState title={t('money.documents.empty')}>{t('money.documents.emptyHelp')}</EmptyState>} />
      </div>
      {shown ? <DocumentDialog id={shown.id} patientId={shown.patientId} onClose={() => setOpenId(undefined)} /> : null}
    </>
  );
}

function columnsOf(t: Translate, amount: (minor: number) => string): DataColumn<DocumentSummary>[] {
  return [
    { id: 'number', header: t('money.documents.number'), width: '92px', align: 'end', cell: row => String(row.number) },
    { id: 'kind', header: t('money.documents.kind'), width: '110px', cell: row => t(`money.kind.${row.kind}`) },
    { id: 'issuedOn', header: t('money.documents.issuedOn'), width: '104px', numeric: true, cell: row => row.issuedOn },
    { id: 'buyer', header: t('money.documents.buyer'), width: 'minmax(150px, 2fr)', cell: row => <bdi>{row.buyerName}</bdi> },
    { id: 'dueOn', header: t('money.documents.dueOn'), width: '104px', numeric: true, cell: row => row.dueOn ?? '', hideBelow: 800 },
    { id: 'total', header: t('money.documents.total'), width: '112px', align: 'end', cell: row => amount(row.totalMinor) },
    { id: 'left', header: t('money.documents.left'), width: '112px', align: 'end', cell: row => (row.balanceMinor === 0 ? '' : amount(row.balanceMinor)), hideBelow: 700 },
    { id: 'state', header: t('money.documents.state'), width: '170px', cell: row => <DocumentStateChip state={row.state} /> },
  ];
}
