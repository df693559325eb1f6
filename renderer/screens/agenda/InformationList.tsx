import { useState } from 'react';

import type { Service } from '#shared/domain/agenda/service.ts';
import { earliestTreatment } from '#shared/domain/agenda/treatment-information.ts';

import { client, useErrorText, useMay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, EmptyState, Section, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';

type Row = OutputOf<'agenda', 'information'>[number];

/** What the patient was informed about, in which note, and from when a treatment is lawful (J-23). */
export function InformationList({ patientId, services }: { readonly patientId: string; readonly services: readonly Service[] }) {
  const t = useText();
  const errorText = useErrorText();
  const may = useMay();
  const { data, error } = useQueryOf('agenda', 'information', { patientId });
  const [problem, setProblem] = useState<unknown>();
  const withdraw = (id: string): void => void client.agenda.withdrawInformation({ id, patientId }).catch(setProblem);
  const failure = error ?? problem;
  return (
    <Section title={t('agenda.information.list')}>
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      {data?.length === 0 ? <EmptyState title={t('agenda.information.none')} /> : null}
      <ul className={classes.information}>
        {(data ?? []).map(one => (
          <InformationRow key={one.id} row={one} patientId={patientId} service={services.find(service => service.id === one.serviceId)} onWithdraw={may('journal.write') && !one.withdrawn ? () => withdraw(one.id) : undefined} />
        ))}
      </ul>
    </Section>
  );
}

interface InformationRowProps {
  readonly row: Row;
  readonly patientId: string;
  readonly service: Service | undefined;
  readonly onWithdraw: (() => void) | undefined;
}

function InformationRow({ row, patientId, service, onWithdraw }: InformationRowProps) {
  const t = useText();
  const may = useMay();
  const go = useGo();
  const { stamp } = useFormats();
  const { noteId } = row;
  const days = service?.rules.thinkingDays ?? 0;
  const earliest = row.counts && days > 0 ? earliestTreatment([row.informedAt], days) : null;
  return (
    <li data-withdrawn={row.withdrawn || undefined}>
      <span className={classes.historyAt}>{stamp(row.informedAt)}</span>
      <span><strong>{service?.name ?? ''}</strong> {t(`agenda.information.hows.${row.how}`)}</span>
      {earliest ? <span>{t('agenda.information.from', { earliest: stamp(earliest) })}</span> : null}
      {row.withdrawn || row.counts ? null : <strong>{t('agenda.information.noNote')}</strong>}
      {row.corrected && !row.withdrawn ? <span>{t('agenda.information.corrected')}</span> : null}
      <span className={classes.historyBy}>{row.by}</span>
      {row.withdrawn ? <span className={classes.historyBy}>{t('agenda.information.withdrawn')}</span> : null}
      {noteId !== null && may('journal.read') ? <Button size="dense" kind="quiet" onClick={() => go('/patients/$patientId/journal', { params: { patientId }, search: { note: noteId } })}>{t('agenda.information.openNote')}</Button> : null}
      {onWithdraw ? <Button size="dense" kind="quiet" onClick={onWithdraw}>{t('agenda.information.withdraw')}</Button> : null}
    </li>
  );
}
