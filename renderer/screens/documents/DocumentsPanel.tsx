import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';
import { IconArrowLeft } from '@tabler/icons-react';

import { DocumentList } from './DocumentList.tsx';
import { DocumentReader } from './DocumentReader.tsx';
import classes from './Documents.module.css';
import { DocumentWriter } from './DocumentWriter.tsx';
import { documentPlace, DocumentSearch, JOURNAL_PATH } from './place.ts';

/** A patient's documents beside the journal: the list, or the one that is open. */
export function DocumentsPanel({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const go = useGo();
  const { item, cursor } = useRouteSearch(DocumentSearch);
  if (item === undefined) return <DocumentList patientId={patientId} />;
  return (
    <div className={classes.pane}>
      <div className={classes.back}><Button size="dense" kind="quiet" icon={<IconArrowLeft size={16} aria-hidden />} onClick={() => go(JOURNAL_PATH, documentPlace(patientId))}>{t('documents.title')}</Button></div>
      <OneDocument key={item} patientId={patientId} documentId={item} cursor={cursor} />
    </div>
  );
}

/** To write in while it is the caller's draft, else to read. */
function OneDocument({ patientId, documentId, cursor }: { readonly patientId: string; readonly documentId: string; readonly cursor: number | undefined }) {
  const errorText = useErrorText();
  const { data, error } = useQueryOf('documents', 'get', { patientId, documentId });
  if (error) return <div className={classes.banners}><Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner></div>;
  if (!data) return null;
  return data.draft ? <DocumentWriter detail={data} draft={data.draft} cursor={cursor} /> : <DocumentReader detail={data} />;
}
