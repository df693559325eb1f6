import { saveFile, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, DataTable, EmptyState, Section, Stack, Text, useFormats, useLanguage, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from './Leaving.module.css';
import type { LeavingState } from './LeavingScreen.tsx';

type Listed = LeavingState['certificates'][number];

/** Every certificate of deletion; Enter saves the page to print and the signed files, and shows the commands that check them. */
export function CertificateTable({ certificates }: { readonly certificates: readonly Listed[] }) {
  const t = useText();
  const errorText = useErrorText();
  const language = useLanguage();
  const papers = useCommandOf('leaving', 'papers');
  const { stamp } = useFormats();
  const columns: readonly DataColumn<Listed>[] = [
    { id: 'when', header: t('leaving.list.when'), width: '150px', numeric: true, cell: row => stamp(row.at), sort: row => row.at },
    { id: 'place', header: t('leaving.list.place'), width: 'minmax(120px, 2fr)', cell: row => row.placeName, sort: row => row.placeName },
    { id: 'left', header: t('leaving.list.left'), width: 'minmax(160px, 3fr)', cell: row => (row.complete ? t('leaving.places.gone') : row.restGoesAt === null ? t('leaving.places.some', { count: row.leftObjects }) : t('leaving.places.locked', { count: row.leftObjects, when: stamp(row.restGoesAt) })) },
  ];
  const save = (row: Listed) => papers.start({ id: row.id, language }, ({ files }) => {
    for (const one of files) saveFile(one.content, one.name, one.type);
  });
  return (
    <Section title={t('leaving.list.title')}>
      <Stack gap={3}>
        {papers.error ? <Banner tone="danger" live>{errorText(papers.error).text}</Banner> : null}
        <DataTable label={t('leaving.list.title')} height="content" columns={columns} rows={certificates} rowKey={row => row.id} onOpen={save} empty={<EmptyState title={t('leaving.list.empty')} />} />
        {certificates.length === 0 ? null : <Text muted small>{t('leaving.list.help')}</Text>}
        {papers.value ? <Banner tone="info" live title={t('leaving.list.saved')}><pre className={classes.command}>{papers.value.commands.join('\n')}</pre></Banner> : null}
      </Stack>
    </Section>
  );
}
