import { IconCheck, IconFileText, IconLock, IconPencil, IconReplace, IconSend } from '@tabler/icons-react';

import type { DocumentRow } from '#shared/contract/documents.ts';
import { isLoginOnly } from '#shared/domain/journal/signing-rules.ts';

import { useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, StatusChip, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from './Documents.module.css';
import { openNewDocument } from './new-store.ts';
import { documentPlace, JOURNAL_PATH } from './place.ts';

/** What was written about a patient, newest first, with how each stands: draft, locked, out of the clinic and how. */
export function DocumentList({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const may = useMay();
  const go = useGo();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('documents', 'list', { patientId });
  const columns = useColumns();
  return (
    <div className={classes.list}>
      <div className={classes.listHead}>
        <h2 className={classes.title}>{t('documents.title')}</h2>
        <div className={classes.right}>{may('journal.write') ? <Button kind="primary" size="dense" icon={<IconFileText size={16} aria-hidden />} shortcut="alt+t" onClick={() => openNewDocument({ patientId })}>{t('documents.command.new')}</Button> : null}</div>
      </div>
      {error ? <div className={classes.banners}><Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner></div> : null}
      {data ? (
        <DataTable label={t('documents.list.label')} columns={columns} rows={data} rowKey={row => row.documentId} height="content" onOpen={row => go(JOURNAL_PATH, documentPlace(patientId, row.documentId))}
          empty={<EmptyState title={t('documents.list.empty')} hint={{ keys: 'alt+t', label: t('documents.list.emptyHint') }} />} />
      ) : null}
    </div>
  );
}

function useColumns(): readonly DataColumn<DocumentRow>[] {
  const t = useText();
  const { stamp } = useFormats();
  const when = (row: DocumentRow): string => stamp(row.finishedAt ?? row.createdAt).slice(0, 10);
  const what = (row: DocumentRow): string => [[t(`documents.type.${row.type}`), row.subject].filter(Boolean).join(': '), row.replaces === null ? '' : t('documents.list.correction')].filter(Boolean).join(' · ');
  return [
    { id: 'what', header: t('documents.list.what'), width: 'minmax(150px, 1.6fr)', cell: what, sort: what },
    { id: 'when', header: t('documents.list.when'), width: '100px', numeric: true, cell: when, sort: when },
    { id: 'recipient', header: t('documents.list.recipient'), width: 'minmax(120px, 1.4fr)', cell: row => row.recipientName, sort: row => row.recipientName, hideBelow: 520 },
    { id: 'author', header: t('documents.list.author'), width: 'minmax(100px, 1fr)', cell: row => row.authorName, hideBelow: 760 },
    { id: 'state', header: t('documents.list.state'), width: '208px', cell: row => <DocumentState row={row} /> },
  ];
}

/** How a document stands in colour, sign and word: what is furthest along counts. */
export function DocumentState({ row }: { readonly row: DocumentRow }) {
  const t = useText();
  const { stamp } = useFormats();
  if (row.status !== 'finished') return <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('documents.state.draft')}</StatusChip>;
  if (row.replacedBy !== null) return <StatusChip tone="neutral" icon={<IconReplace size={14} />}>{t('documents.state.replaced')}</StatusChip>;
  if (row.leftAt && row.leftBy) return <StatusChip tone="ok" icon={<IconSend size={14} />}>{t('documents.state.left', { way: t(`documents.way.${row.leftBy}`), date: stamp(row.leftAt).slice(0, 10) })}</StatusChip>;
  if (row.signedAt && row.method && !isLoginOnly(row.method)) return <StatusChip tone="info" icon={<IconCheck size={14} />}>{t('documents.state.signed')}</StatusChip>;
  return <StatusChip tone="info" icon={<IconLock size={14} />}>{t('documents.state.finished')}</StatusChip>;
}
