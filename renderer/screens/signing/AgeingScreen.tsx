import type { Ageing } from '#shared/contract/signing.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, DataTable, EmptyState, Page, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

/** How much each person has left to sign and for how long; no patients, no text (J-07, tasks 4C 3). */
export function AgeingScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { stamp } = useFormats();
  const { data, error } = useQueryOf('signing', 'ageing', {});
  const count = (id: 'drafts' | 'locked' | 'forOthers' | 'late' | 'overdue'): DataColumn<Ageing> => ({ id, header: t(`signing.ageing.${id}`), cell: person => person[id], sort: person => person[id], align: 'end', numeric: true });
  const columns: readonly DataColumn<Ageing>[] = [
    { id: 'name', header: t('signing.ageing.name'), cell: person => (person.active ? `${person.name}, ${person.title}` : t('signing.ageing.left', { name: person.name, title: person.title })), sort: person => person.name },
    count('drafts'), count('forOthers'), count('locked'), count('late'), count('overdue'),
    { id: 'oldest', header: t('signing.ageing.oldest'), cell: person => (person.oldest ? stamp(person.oldest) : ''), sort: person => person.oldest ?? '', numeric: true, align: 'end' },
  ];
  return (
    <Page title={t('signing.ageing.title')} detail={t('signing.ageing.lead')} mode="fill">
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      <DataTable label={t('signing.ageing.title')} rows={data ?? []} columns={columns} rowKey={person => person.userId} rowTone={person => (person.overdue > 0 ? 'danger' : person.late > 0 ? 'attention' : undefined)} autoFocus empty={<EmptyState title={t('signing.ageing.none')} />} />
    </Page>
  );
}
