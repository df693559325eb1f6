import { Banner, DataTable, EmptyState, Section, Stack, Text, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import type { DestructionState, ListedDestruction } from './DestructionScreen.tsx';

const DAY_MS = 86_400_000;

/** What was carried out or taken back, and how long backups still hold it. Enter shows the decision. */
export function DoneTable({ state, onRead }: { readonly state: DestructionState; readonly onRead: (destruction: ListedDestruction) => void }) {
  const t = useText();
  const { stamp } = useFormats();
  const settled = state.destructions.filter(one => one.confirmed !== null || one.withdrawn !== null);
  const outcome = ({ confirmed, withdrawn, replayedAt }: ListedDestruction): string =>
    confirmed === null ? t('destruction.done.withdrawn', { name: withdrawn?.name ?? '' }) : replayedAt === null ? t('destruction.done.by', { name: confirmed.name }) : t('destruction.done.replayed', { when: stamp(replayedAt) });
  const columns: readonly DataColumn<ListedDestruction>[] = [
    { id: 'when', header: t('destruction.done.when'), width: '140px', numeric: true, cell: row => stamp((row.confirmed ?? row.withdrawn ?? row.asked).at), sort: row => (row.confirmed ?? row.withdrawn ?? row.asked).at },
    { id: 'patient', header: t('destruction.done.patient'), width: 'minmax(150px, 2fr)', cell: row => row.patient, sort: row => row.patient },
    { id: 'decision', header: t('destruction.done.decision'), width: 'minmax(160px, 2fr)', cell: row => t('destruction.done.number', { authority: row.authority, number: row.caseNumber }), sort: row => row.caseNumber, hideBelow: 620 },
    { id: 'outcome', header: t('destruction.done.outcome'), width: 'minmax(140px, 2fr)', cell: outcome },
  ];
  return (
    <Section title={t('destruction.done.title')}>
      <Stack gap={3}>
        <DataTable
          label={t('destruction.done.title')} height="content" columns={columns} rows={settled} rowKey={row => row.id} empty={<EmptyState title={t('destruction.done.empty')} />}
          onOpen={row => (row.hasPaper ? onRead(row) : undefined)}
        />
        <Backups state={state} />
      </Stack>
    </Section>
  );
}

/** Said with the day, so that nobody believes it gone sooner than it is. */
function Backups({ state }: { readonly state: DestructionState }) {
  const t = useText();
  const [latest] = state.destructions.flatMap(one => (one.confirmed === null ? [] : [Date.parse(one.replayedAt ?? one.confirmed.at)])).sort((a, b) => b - a);
  if (latest === undefined || state.places.length === 0) return null;
  return (
    <Banner tone="attention" title={t('destruction.backups.title')}>
      <Stack gap={1}>
        <Text>{t('destruction.backups.lead')}</Text>
        {state.places.map(place => <Text key={place.name}>{t('destruction.backups.place', { name: place.name, date: new Date(latest + place.keepsDays * DAY_MS).toISOString().slice(0, 10) })}</Text>)}
        <Text>{t('destruction.backups.archives')}</Text>
      </Stack>
    </Banner>
  );
}
