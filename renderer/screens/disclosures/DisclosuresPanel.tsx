import { IconFileExport } from '@tabler/icons-react';

import type { DisclosureRow } from '#shared/contract/disclosures.ts';

import { useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import { COPY_PATH } from './CopyScreen.tsx';
import classes from './Disclosures.module.css';

/** What has been handed out about a patient: when, to whom, on which ground, decided by whom. Nothing in it can be changed. */
export function DisclosuresPanel({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const may = useMay();
  const go = useGo();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('disclosures', 'list', { patientId });
  const columns = useColumns();
  const open = (row: DisclosureRow): void => {
    if (row.noteId) go('/patients/$patientId/journal', { params: { patientId }, search: { note: row.noteId } });
    else if (row.documentId) go('/patients/$patientId/journal', { params: { patientId }, search: { panel: 'documents', item: row.documentId } });
  };
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('disclosures.title')}</h2>
        {may('journal.print') ? <div className={classes.right}><Button size="dense" icon={<IconFileExport size={16} aria-hidden />} onClick={() => go(COPY_PATH, { params: { patientId } })}>{t('disclosures.command.copy')}</Button></div> : null}
      </div>
      {error ? <div className={classes.banners}><Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner></div> : null}
      {data ? <DataTable label={t('disclosures.list.label')} columns={columns} rows={data} rowKey={row => row.id} height="content" onOpen={open} empty={<EmptyState title={t('disclosures.list.empty')} />} /> : null}
    </div>
  );
}

function useColumns(): readonly DataColumn<DisclosureRow>[] {
  const t = useText();
  const { stamp } = useFormats();
  const basis = (row: DisclosureRow): string => [t(`disclosures.basis.${row.basis}`), row.basisText].filter(Boolean).join('. ');
  const to = (row: DisclosureRow): string => `${t(`disclosures.recipient.${row.recipientKind}`)}: ${row.recipientName}`;
  return [
    { id: 'when', header: t('disclosures.list.when'), width: '152px', numeric: true, cell: row => stamp(row.at), sort: row => row.at },
    { id: 'what', header: t('disclosures.list.what'), width: '112px', cell: row => t(`disclosures.kind.${row.kind}`), sort: row => row.kind },
    { id: 'to', header: t('disclosures.list.to'), width: 'minmax(150px, 1.5fr)', cell: to, sort: to },
    { id: 'basis', header: t('disclosures.list.basis'), width: 'minmax(150px, 1.6fr)', cell: basis, hideBelow: 620 },
    { id: 'by', header: t('disclosures.list.by'), width: 'minmax(110px, 1fr)', cell: row => row.decidedBy, hideBelow: 760 },
    { id: 'withheld', header: t('disclosures.list.withheld'), width: '96px', align: 'end', cell: row => (row.withheld > 0 ? String(row.withheld) : ''), hideBelow: 860 },
    { id: 'pages', header: t('disclosures.list.pages'), width: '64px', align: 'end', cell: row => (row.pages === null ? '' : String(row.pages)), hideBelow: 480 },
  ];
}
