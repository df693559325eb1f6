import { DOCUMENT_TYPES } from '#shared/domain/incoming/incoming.ts';

import { useClinicDay, useMay, useQueryOf } from '#renderer/client/index.ts';
import { PatientLookup } from '#renderer/parts/patient-lookup/index.ts';
import { Columns, DateField, SelectField, Text, TextField, useText } from '#renderer/ui/index.ts';

import type { PaperFormHandle } from './use-paper-form.ts';
import { WhosePaper } from './WhosePaper.tsx';

interface PaperFieldsProps extends Pick<PaperFormHandle, 'form' | 'change'> {
  /** Whose it is may be said later. */
  readonly isOptional?: boolean;
  /** Once it is registered: whoever has no register may then ask whose just this paper is. */
  readonly paperId?: string;
}

/** Whose paper it is and what stands on it. */
export function PaperFields({ form, change, isOptional = false, paperId }: PaperFieldsProps) {
  const t = useText();
  const may = useMay();
  const { today } = useClinicDay();
  const { data: people } = useQueryOf('incoming', 'people', {});
  return (
    <>
      {may('patients.read') ? (
        <PatientLookup picked={form.patient} onPick={patient => change({ patient })} allowByName={false} autoFocus isOptional={isOptional} />
      ) : paperId === undefined ? <Text muted small>{t('incoming.register.thenAssign')}</Text> : <WhosePaper paperId={paperId} picked={form.patient} onPick={patient => change({ patient })} />}
      <SelectField label={t('incoming.register.responsible')} value={form.responsibleId} onChange={responsibleId => change({ responsibleId })} options={(people ?? []).map(one => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(', ') }))} clearable />
      <Columns min={150} gap={3}>
        <SelectField label={t('incoming.register.type')} value={form.documentType} onChange={type => { if (type) change({ documentType: type }); }} options={DOCUMENT_TYPES.map(type => ({ value: type, label: t(`incoming.type.${type}`) }))} />
        <DateField label={t('incoming.register.date')} value={form.documentDate} onChange={documentDate => change({ documentDate })} today={today} max={today} />
      </Columns>
      <TextField label={t('incoming.register.sender')} value={form.sender} onChange={sender => change({ sender })} maxLength={120} />
    </>
  );
}
