import type { UnsignedNote } from '#shared/contract/journal.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, Section, StatusRow, useText, type DataColumn } from '#renderer/ui/index.ts';

import { useMoment } from './use-moment.ts';
import { JOURNAL_PATH } from './search.ts';

/** Older than this is shown as something to attend to. */
const OLD_DAYS = 2;

/** What this person still has to sign, oldest first (J-07). */
export function UnsignedScreen() {
  const t = useText();
  const errorText = useErrorText();
  const at = useMoment();
  const go = useGo();
  const { data, error } = useQueryOf('journal', 'unsigned', {});
  const columns: readonly DataColumn<UnsignedNote>[] = [
    { id: 'patient', header: t('journal.unsigned.patient'), cell: note => note.patientName, sort: note => note.patientName },
    { id: 'kind', header: t('journal.unsigned.kind'), cell: note => t(`journal.kind.${note.kind}`) },
    { id: 'event', header: t('journal.unsigned.event'), cell: note => at(note.eventTime), numeric: true },
    { id: 'saved', header: t('journal.unsigned.saved'), cell: note => at(note.savedAt), numeric: true },
    { id: 'age', header: t('journal.unsigned.age'), cell: note => t('journal.unsigned.days', { days: note.ageDays }), align: 'end', sort: note => note.ageDays },
  ];
  const open = (note: UnsignedNote) => go(JOURNAL_PATH, { params: { patientId: note.patientId }, search: { note: note.noteId } });
  return (
    <Page title={t('journal.unsigned.title')} mode="fill">
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      <DataTable label={t('journal.unsigned.title')} rows={data ?? []} columns={columns} rowKey={note => `${note.noteId} ${note.kind}`} onOpen={open} autoFocus empty={<EmptyState title={t('journal.unsigned.none')} />} />
    </Page>
  );
}

/** The same as one line of the practitioner's start page. */
export function UnsignedWidget() {
  const t = useText();
  const go = useGo();
  const { data } = useQueryOf('journal', 'unsigned', {});
  const count = data?.length ?? 0;
  const oldest = Math.max(0, ...(data ?? []).map(note => note.ageDays));
  return (
    <Section title={t('journal.unsigned.title')}>
      <StatusRow
        tone={count === 0 ? 'ok' : oldest >= OLD_DAYS ? 'attention' : 'none'}
        label={t('journal.unsigned.label')}
        value={count === 0 ? t('journal.unsigned.none') : t('journal.unsigned.count', { count, days: oldest })}
        action={count === 0 ? undefined : <Button size="dense" shortcut="alt+u" onClick={() => go('/journal/unsigned')}>{t('journal.unsigned.show')}</Button>}
      />
    </Section>
  );
}
