import { useState } from 'react';
import { v7 } from 'uuid';

import { MEDICATION_SOURCES, type Medication, type MedicationDraft } from '#shared/domain/medications/medication.ts';

import { useClinicDay, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Columns, DateField, Dialog, SelectField, Stack, TextField, useText } from '#renderer/ui/index.ts';

export const Failure = ({ error }: { readonly error: unknown }) => {
  const errorText = useErrorText();
  return error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null;
};

interface TakenDialogProps {
  readonly patientId: string;
  readonly row: Medication | undefined;
  readonly onClose: () => void;
}

const draftOf = (row: Medication | undefined): MedicationDraft => ({
  name: row?.name ?? '', substance: row?.substance ?? '', atc: row?.atc ?? '', dose: row?.dose ?? '', since: row?.since ?? null, until: row?.until ?? null, source: row?.source ?? 'patient',
});

/** What the patient takes, in the words it was told; every wording is kept (K-22). */
export function TakenDialog({ patientId, row, onClose }: TakenDialogProps) {
  const t = useText();
  const { today } = useClinicDay();
  const save = useCommandOf('medications', 'saveTaken');
  const [id] = useState(() => row?.id ?? v7());
  const [draft, setDraft] = useState(() => draftOf(row));
  const set = (change: Partial<MedicationDraft>): void => setDraft(before => ({ ...before, ...change }));
  return (
    <Dialog open onClose={onClose} size="medium" title={t(row ? 'medications.taken.change' : 'medications.taken.new')}
      action={{ label: t('medications.save'), disabled: draft.name.trim() === '', loading: save.isRunning, shortcut: 'enter', onRun: () => save.start({ patientId, id, version: row?.version ?? null, draft }, onClose) }}>
      <Stack gap={3}>
        <TextField label={t('medications.taken.name')} value={draft.name} onChange={name => set({ name })} maxLength={200} help={t('medications.taken.nameHelp')} autoFocus required />
        <TextField label={t('medications.taken.dose')} value={draft.dose} onChange={dose => set({ dose })} maxLength={300} help={t('medications.taken.doseHelp')} />
        <Columns min={180} gap={3}>
          <TextField label={t('medications.taken.substance')} value={draft.substance} onChange={substance => set({ substance })} maxLength={200} />
          <TextField label={t('medications.taken.atc')} value={draft.atc} onChange={atc => set({ atc })} maxLength={20} />
          <SelectField label={t('medications.taken.source')} value={draft.source} onChange={source => { if (source) set({ source }); }} options={MEDICATION_SOURCES.map(value => ({ value, label: t(`medications.source.${value}`) }))} />
          <DateField label={t('medications.taken.since')} value={draft.since} onChange={since => set({ since })} today={today} />
          <DateField label={t('medications.taken.until')} value={draft.until} onChange={until => set({ until })} today={today} />
        </Columns>
        <Failure error={save.error} />
      </Stack>
    </Dialog>
  );
}

/** The patient takes it no longer; with the reason, and it stays readable. */
export function EndDialog({ patientId, row, onClose }: TakenDialogProps & { readonly row: Medication }) {
  const t = useText();
  const end = useCommandOf('medications', 'endTaken');
  const [reason, setReason] = useState('');
  return (
    <Dialog open onClose={onClose} title={t('medications.taken.endTitle', { name: row.name })}
      action={{ label: t('medications.taken.end'), disabled: reason.trim() === '', loading: end.isRunning, shortcut: 'enter', onRun: () => end.start({ patientId, id: row.id, version: row.version, reason }, onClose) }}>
      <Stack gap={3}>
        <TextField label={t('medications.reason')} value={reason} onChange={setReason} maxLength={200} autoFocus required />
        <Failure error={end.error} />
      </Stack>
    </Dialog>
  );
}
