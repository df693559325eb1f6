import { useState } from 'react';

import { SEXES } from '#shared/domain/identifiers/identifier.ts';
import { NAME_MAX } from '#shared/domain/patients/patient.ts';

import { useClinicDay, useCommandOf } from '#renderer/client/index.ts';
import { Columns, DateField, Dialog, SelectField, Stack, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import { nameOf } from '../words.ts';
import type { CardDialogProps } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';

/** Names, birth date, sex, death, note. Refused when somebody changed the card meanwhile; what was typed stays here. */
export function EditDialog({ card, onClose }: CardDialogProps) {
  const t = useText();
  const { today } = useClinicDay();
  const save = useCommandOf('patients', 'update');
  const [{ version, ...draft }, setDraft] = useState(() => ({ version: card.version, givenName: card.givenName, familyName: card.familyName, birthDate: card.birthDate, sex: card.sex, deceasedOn: card.deceasedOn, registrationNote: card.registrationNote }));
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, version, ...change });
  const isMissing = draft.givenName.trim() === '' || draft.familyName.trim() === '';
  return (
    <Dialog open onClose={onClose} size="medium" title={t('patients.edit.title', { name: nameOf(card) })} action={{ label: t('patients.card.save'), disabled: isMissing, loading: save.isRunning, onRun: () => save.start({ id: card.id, version, ...draft }, onClose) }}>
      <Stack gap={3}>
        <Columns min={200} gap={3}>
          <TextField label={t('patients.field.givenName')} value={draft.givenName} onChange={givenName => set({ givenName })} maxLength={NAME_MAX} autoFocus required />
          <TextField label={t('patients.field.familyName')} value={draft.familyName} onChange={familyName => set({ familyName })} maxLength={NAME_MAX} required />
          <DateField label={t('patients.field.birthDate')} value={draft.birthDate} onChange={birthDate => set({ birthDate })} today={today} max={today} />
          <SelectField label={t('patients.field.sex')} value={draft.sex} onChange={sex => set({ sex: sex ?? 'U' })} options={SEXES.map(value => ({ value, label: t(`patients.sex.${value}`) }))} />
          <DateField label={t('patients.field.deceasedOn')} value={draft.deceasedOn} onChange={deceasedOn => set({ deceasedOn })} today={today} max={today} />
        </Columns>
        <TextArea label={t('patients.field.note')} value={draft.registrationNote} onChange={registrationNote => set({ registrationNote })} help={t('patients.field.noteHelp')} maxLength={10_000} />
        <Failure error={save.error} />
      </Stack>
    </Dialog>
  );
}
