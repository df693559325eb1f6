import { useState } from 'react';

import type { Payer } from '#shared/domain/money/settings.ts';

import { useQueryOf } from '#renderer/client/index.ts';
import { Button, DataTable, EmptyState, Section, useText, type Translate } from '#renderer/ui/index.ts';

import { PayerDialog } from './PayerDialog.tsx';

/** Organisations that pay for patients (F-12). */
export function PayersPart() {
  const t = useText();
  const { data } = useQueryOf('money', 'payers', { includeInactive: true });
  const [open, setOpen] = useState<Payer | 'new'>();
  return (
    <Section title={t('money.settings.payers')} actions={<Button size="dense" onClick={() => setOpen('new')}>{t('money.settings.newPayer')}</Button>}>
      <DataTable label={t('money.settings.payers')} height="content" rowHeight={40} rows={data ?? []} rowKey={row => row.id} onOpen={setOpen} rowTone={row => (row.active ? undefined : 'muted')}
        empty={<EmptyState title={t('money.settings.noPayers')}>{t('money.settings.noPayersHelp')}</EmptyState>}
        columns={[
          { id: 'name', header: t('money.payer.name'), width: 'minmax(180px, 2fr)', cell: row => row.name },
          { id: 'kind', header: t('money.payer.kind'), width: '150px', cell: row => t(`money.payer.kinds.${row.kind}`) },
          { id: 'city', header: t('money.payer.city'), width: 'minmax(110px, 1fr)', cell: row => row.city, hideBelow: 700 },
          { id: 'shown', header: t('money.payer.shown'), width: 'minmax(150px, 1fr)', cell: row => shownBy(row, t), hideBelow: 900 },
          { id: 'do', header: '', width: '110px', align: 'end', cell: row => <Button size="dense" onClick={() => setOpen(row)}>{t('money.payer.change')}</Button> },
        ]} />
      {open ? <PayerDialog payer={open === 'new' ? null : open} onClose={() => setOpen(undefined)} /> : null}
    </Section>
  );
}

function shownBy({ showPatientName, showPatientNumber }: Payer, t: Translate): string {
  if (showPatientName && showPatientNumber) return t('money.payer.shownBoth');
  if (showPatientName) return t('money.payer.shownName');
  return t(showPatientNumber ? 'money.payer.shownNumber' : 'money.payer.shownNothing');
}
