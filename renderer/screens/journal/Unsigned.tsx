import type { UnsignedNote } from '#shared/contract/signing.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, DataTable, EmptyState, Page, useText, type DataColumn } from '#renderer/ui/index.ts';

import { useMoment } from './use-moment.ts';
import { JOURNAL_PATH } from './search.ts';

/** What this person still has to lock, sign or mend, oldest first (J-07). */
export function UnsignedScreen() {
  const t = useText();
  const errorText = useErrorText();
  const at = useMoment();
  const go = useGo();
  const { data, error } = useQueryOf('signing', 'unsigned', {});
  const columns: readonly DataColumn<UnsignedNote>[] = [
    { id: 'patient', header: t('journal.unsigned.patient'), cell: note => note.patientName, sort: note => note.patientName },
    { id: 'event', header: t('journal.unsigned.event'), cell: note => at(note.eventTime), numeric: true },
    { id: 'age', header: t('journal.unsigned.age'), cell: note => t('journal.unsigned.days', { days: note.ageDays }), align: 'end', sort: note => note.ageDays },
  ];
  const open = (note: UnsignedNote) => go(JOURNAL_PATH, { params: { patientId: note.patientId }, search: { note: note.noteId } });
  return (
    <Page title={t('journal.unsigned.title')} mode="fill">
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      <DataTable label={t('journal.unsigned.title')} rows={data?.notes ?? []} columns={columns} rowKey={note => `${note.noteId} ${note.no ?? note.kind}`} onOpen={open} autoFocus empty={<EmptyState title={t('journal.unsigned.none')} />} />
    </Page>
  );
}
