import { useState } from 'react';
import { v7 } from 'uuid';

import type { BreachReport } from '#shared/contract/breach.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, Section, Stack, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import { ReportForm } from './ReportForm.tsx';
import { Timers } from './Timers.tsx';

/** Reports of breaches; one is open at a time, and a new one is begun with what is known now. */
export function BreachScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data: reports, error } = useQueryOf('breach', 'list', {});
  const [openId, setOpenId] = useState<string | null>(null);
  const opened = reports?.find(one => one.id === openId);
  const urgent = reports?.find(one => one.closedAt === null && one.draft.notifiedAt === null);
  return (
    <Page title={t('breach.title')} narrow actions={<Button kind="primary" onClick={() => setOpenId(v7())}>{t('breach.new')}</Button>}>
      <Stack gap={5}>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        {openId === null && urgent ? <Timers discoveredAt={urgent.draft.discoveredAt} notifiedAt={null} title={urgent.draft.title} /> : null}
        {openId === null ? null : <ReportForm key={openId} id={openId} report={opened} onClose={() => setOpenId(null)} />}
        {openId === null && reports ? <ReportTable reports={reports} onOpen={setOpenId} /> : null}
      </Stack>
    </Page>
  );
}

function ReportTable({ reports, onOpen }: { readonly reports: readonly BreachReport[]; readonly onOpen: (id: string) => void }) {
  const t = useText();
  const { stamp } = useFormats();
  const columns: readonly DataColumn<BreachReport>[] = [
    { id: 'when', header: t('breach.list.discovered'), width: '150px', numeric: true, cell: row => stamp(row.draft.discoveredAt), sort: row => row.draft.discoveredAt },
    { id: 'title', header: t('breach.list.title'), width: 'minmax(160px, 3fr)', cell: row => row.draft.title, sort: row => row.draft.title },
    { id: 'state', header: t('breach.list.state'), width: 'minmax(150px, 2fr)', cell: row => (row.draft.notifiedAt !== null ? t('breach.list.notified', { when: stamp(row.draft.notifiedAt) }) : row.closedAt === null ? t('breach.list.open') : t('breach.list.closed')) },
  ];
  return (
    <Section title={t('breach.list.heading')}>
      <DataTable label={t('breach.list.heading')} height="content" columns={columns} rows={reports} rowKey={row => row.id} onOpen={row => onOpen(row.id)} empty={<EmptyState title={t('breach.list.empty')} />} />
    </Section>
  );
}
