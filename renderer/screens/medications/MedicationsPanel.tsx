import { IconPencil, IconPlus, IconVaccine, IconX } from '@tabler/icons-react';

import type { Given, GivenRow, Medication } from '#shared/domain/medications/medication.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, EmptyState, IconButton, Section, Stack, useText } from '#renderer/ui/index.ts';

import { openMedication } from './medication-store.ts';
import classes from './Medications.module.css';

/** What the patient takes and what was given here: documentation in the words of those who wrote it (K-22). */
export function MedicationsPanel({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('medications', 'list', { patientId });
  const mayWrite = may('journal.write');
  const button = (kind: 'taken' | 'given') => (mayWrite ? (
    <Button size="dense" icon={kind === 'taken' ? <IconPlus size={16} aria-hidden /> : <IconVaccine size={16} aria-hidden />} shortcut={kind === 'taken' ? 'alt+shift+s' : 'alt+s'} onClick={() => openMedication({ kind, patientId })}>
      {t(`medications.${kind}.add`)}
    </Button>
  ) : null);
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  if (!data) return null;
  return (
    <div className={classes.panel}>
      <Stack gap={5}>
        <Section title={t('medications.taken.title')} actions={button('taken')}>
          {data.taken.length === 0 ? <EmptyState title={t('medications.taken.none')} /> : (
            <ul className={classes.rows}>{data.taken.map(row => <Taken key={row.id} row={row} patientId={patientId} mayWrite={mayWrite} />)}</ul>
          )}
          {data.ended.length > 0 ? <Ended rows={data.ended} /> : null}
        </Section>
        <Section title={t('medications.given.title')} actions={button('given')}>
          {data.given.length === 0 ? <EmptyState title={t('medications.given.none')} /> : (
            <ul className={classes.rows}>{data.given.map(row => <GivenItem key={row.id} row={row} patientId={patientId} mayWrite={mayWrite} />)}</ul>
          )}
        </Section>
      </Stack>
    </div>
  );
}

interface RowProps<T> {
  readonly row: T;
  readonly patientId: string;
  readonly mayWrite: boolean;
}

const joined = (...parts: readonly (string | null | undefined | false)[]): string => parts.filter(Boolean).join(' · ');

function Taken({ row, patientId, mayWrite }: RowProps<Medication>) {
  const t = useText();
  const period = row.until ? t('medications.taken.period', { since: row.since ?? '', until: row.until }) : row.since ? t('medications.taken.from', { since: row.since }) : '';
  return (
    <li>
      <div className={classes.what}><strong>{row.name}</strong> {joined(row.dose, row.substance, row.atc)}</div>
      <div className={classes.meta}>{joined(period, t(`medications.source.${row.source}`), `${row.recordedAt.slice(0, 10)} ${row.recordedBy}`)}</div>
      {mayWrite ? (
        <span className={classes.actions}>
          <IconButton label={t('medications.taken.changeOf', { name: row.name })} icon={<IconPencil size={16} stroke={1.8} />} onClick={() => openMedication({ kind: 'taken', patientId, row })} />
          <IconButton label={t('medications.taken.endOf', { name: row.name })} icon={<IconX size={16} stroke={1.8} />} onClick={() => openMedication({ kind: 'end', patientId, row })} />
        </span>
      ) : null}
    </li>
  );
}

function Ended({ rows }: { readonly rows: readonly Medication[] }) {
  const t = useText();
  return (
    <details className={classes.ended}>
      <summary>{t('medications.taken.ended', { count: rows.length })}</summary>
      <ul className={classes.rows}>
        {rows.map(row => (
          <li key={row.id}>
            <div className={classes.what}>{joined(row.name, row.dose)}</div>
            <div className={classes.meta}>{t('medications.taken.endedMeta', { date: row.ended?.at.slice(0, 10) ?? '', by: row.ended?.by ?? '', reason: row.ended?.reason ?? '' })}</div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function useGivenText(): (row: GivenRow) => string {
  const t = useText();
  return row => joined(row.substance, row.batch && t('medications.given.batchOf', { batch: row.batch }), row.amount, row.site);
}

function GivenItem({ row, patientId, mayWrite }: RowProps<Given>) {
  const t = useText();
  const text = useGivenText();
  const { timeZone } = useClinicDay();
  const { date, time } = toLocal(row.givenAt, timeZone);
  return (
    <li data-withdrawn={row.withdrawn || undefined}>
      <div className={classes.what}><strong>{row.product}</strong> {text(row)}</div>
      <div className={classes.meta}>{joined(`${date} ${time}`, row.givenBy, row.withdrawn ? t('medications.given.withdrawn', { reason: row.reason ?? '' }) : row.reason ? t('medications.given.corrected', { reason: row.reason }) : '')}</div>
      {row.earlier.map(before => <del key={before.id} className={classes.meta}>{joined(before.product, text(before), toLocal(before.givenAt, timeZone).date, before.recordedBy)}</del>)}
      {mayWrite && !row.withdrawn ? (
        <span className={classes.actions}>
          <IconButton label={t('medications.given.correctOf', { product: row.product })} icon={<IconPencil size={16} stroke={1.8} />} onClick={() => openMedication({ kind: 'given', patientId, row })} />
          <IconButton label={t('medications.given.withdrawOf', { product: row.product })} icon={<IconX size={16} stroke={1.8} />} onClick={() => openMedication({ kind: 'withdraw', patientId, row })} />
        </span>
      ) : null}
    </li>
  );
}
