import { useMemo, useState } from 'react';

import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { BatchHit } from '#shared/domain/medications/medication.ts';

import { useClinicDay, useCommandOf } from '#renderer/client/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { Button, Columns, DataTable, EmptyState, Page, Row, Stack, Text, TextField, useText, type DataColumn } from '#renderer/ui/index.ts';

import { Failure } from './TakenDialogs.tsx';

/** Who was given something of a batch that its maker takes back (K-22). The reason is in the access log before anybody is named. */
export function BatchScreen() {
  const t = useText();
  const find = useCommandOf('medications', 'findBatch');
  const columns = useColumns();
  const [batch, setBatch] = useState('');
  const [reason, setReason] = useState('');
  const isReady = batch.trim().length > 1 && reason.trim() !== '';
  const search = (): void => { if (isReady) find.start({ batch, reason }); };
  return (
    <Page title={t('medications.batch.title')} mode="fill">
      <Stack gap={4}>
        <Text muted>{t('medications.batch.help')}</Text>
        <form onSubmit={event => { event.preventDefault(); search(); }} noValidate>
          <Stack gap={3}>
            <Columns min={240} gap={3}>
              <TextField label={t('medications.given.batch')} value={batch} onChange={setBatch} maxLength={60} numeric autoFocus required />
              <TextField label={t('medications.batch.reason')} value={reason} onChange={setReason} maxLength={200} help={t('medications.batch.reasonHelp')} required />
            </Columns>
            <Row><Button kind="primary" type="submit" disabled={!isReady} loading={find.isRunning}>{t('medications.batch.search')}</Button></Row>
          </Stack>
        </form>
        <Failure error={find.error} />
        {find.value ? <Text strong>{t('medications.batch.found', { count: find.value.length })}</Text> : null}
      </Stack>
      {find.value ? <DataTable label={t('medications.batch.title')} columns={columns} rows={find.value} rowKey={row => row.givenId} empty={<EmptyState title={t('medications.batch.none')} />} /> : null}
    </Page>
  );
}

function useColumns(): readonly DataColumn<BatchHit>[] {
  const t = useText();
  const { timeZone } = useClinicDay();
  return useMemo(() => [
    { id: 'name', header: t('medications.batch.name'), cell: row => <PatientName id={row.patientId} name={row.isProtected ? `${row.name} · ${t('medications.batch.protected')}` : row.name} />, sort: row => row.name, width: 'minmax(160px, 2fr)' },
    { id: 'number', header: t('medications.batch.number'), cell: row => row.number ?? '', numeric: true, width: '140px' },
    { id: 'at', header: t('medications.batch.when'), cell: row => toLocal(row.givenAt, timeZone).date, sort: row => row.givenAt, numeric: true, width: '110px' },
    { id: 'product', header: t('medications.given.product'), cell: row => row.product, sort: row => row.product, width: 'minmax(140px, 1.5fr)' },
    { id: 'amount', header: t('medications.given.amount'), cell: row => [row.amount, row.site].filter(Boolean).join(', '), hideBelow: 800 },
    { id: 'by', header: t('medications.given.by'), cell: row => row.givenBy, hideBelow: 960 },
  ], [t, timeZone]);
}
