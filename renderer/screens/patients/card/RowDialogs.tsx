import { useState } from 'react';
import { v7 } from 'uuid';

import { CONTACT_KINDS, type ContactKind } from '#shared/domain/patients/patient.ts';

import { useCommandOf } from '#renderer/client/index.ts';
import { Checkbox, Columns, Dialog, SelectField, Stack, TextField, useText } from '#renderer/ui/index.ts';

import type { AddressRow, CardDialogProps, ContactRow, RelationRow } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';

/** Where a row is saved: a new one gets its id once, so that saving twice saves once. */
function useRowAt(patientId: string, row: { readonly id: string; readonly version: number } | null) {
  const [id] = useState(() => row?.id ?? v7());
  return { patientId, id, version: row?.version ?? null };
}

export function ContactDialog({ card, row, onClose }: CardDialogProps & { readonly row: ContactRow | null }) {
  const t = useText();
  const at = useRowAt(card.id, row);
  const save = useCommandOf('patients', 'saveContact');
  const [draft, setDraft] = useState({ kind: row?.kind ?? ('mobile' as ContactKind), value: row?.display ?? '', note: row?.note ?? '' });
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  return (
    <Dialog open onClose={onClose} title={t('patients.contact.title')} action={{ label: t('patients.card.save'), disabled: draft.value.trim() === '', loading: save.isRunning, onRun: () => save.start({ ...at, draft }, onClose) }}>
      <Stack gap={3}>
        <SelectField label={t('patients.field.kind')} value={draft.kind} onChange={kind => set({ kind: kind ?? 'mobile' })} options={CONTACT_KINDS.map(value => ({ value, label: t(`patients.contactKind.${value}`) }))} />
        <TextField label={t('patients.contact.value')} value={draft.value} onChange={value => set({ value })} maxLength={254} autoFocus required />
        <TextField label={t('patients.field.comment')} value={draft.note} onChange={note => set({ note })} maxLength={120} />
        <Failure error={save.error} />
      </Stack>
    </Dialog>
  );
}

const BLANK_ADDRESS = { kind: 'home' as AddressRow['kind'], street: '', careOf: '', postCode: '', city: '', country: '' };

export function AddressDialog({ card, row, onClose }: CardDialogProps & { readonly row: AddressRow | null }) {
  const t = useText();
  const at = useRowAt(card.id, row);
  const save = useCommandOf('patients', 'saveAddress');
  const [draft, setDraft] = useState(() => {
    if (row === null) return BLANK_ADDRESS;
    const { id: _id, version: _version, ...known } = row;
    return known;
  });
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const isEmpty = draft.street + draft.postCode + draft.city === '';
  return (
    <Dialog open onClose={onClose} title={t('patients.address.title')} action={{ label: t('patients.card.save'), disabled: isEmpty, loading: save.isRunning, onRun: () => save.start({ ...at, draft }, onClose) }}>
      <Stack gap={3}>
        <SelectField label={t('patients.field.addressKind')} value={draft.kind} onChange={kind => set({ kind: kind ?? 'home' })} options={(['home', 'temporary', 'billing'] as const).map(value => ({ value, label: t(`patients.addressKind.${value}`) }))} />
        <TextField label={t('patients.field.street')} value={draft.street} onChange={street => set({ street })} maxLength={200} autoFocus />
        <TextField label={t('patients.field.careOf')} value={draft.careOf} onChange={careOf => set({ careOf })} maxLength={120} />
        <Columns min={140} gap={3}>
          <TextField label={t('patients.field.postCode')} value={draft.postCode} onChange={postCode => set({ postCode })} maxLength={20} numeric />
          <TextField label={t('patients.field.city')} value={draft.city} onChange={city => set({ city })} maxLength={120} />
        </Columns>
        <TextField label={t('patients.field.addressCountry')} value={draft.country} onChange={country => set({ country })} maxLength={60} />
        <Failure error={save.error} />
      </Stack>
    </Dialog>
  );
}

export function RelationDialog({ card, row, onClose }: CardDialogProps & { readonly row: RelationRow | null }) {
  const t = useText();
  const at = useRowAt(card.id, row);
  const save = useCommandOf('patients', 'saveRelation');
  const [draft, setDraft] = useState({ name: row?.name ?? '', relation: row?.relation ?? '', phone: row?.phone ?? '', note: row?.note ?? '', isNextOfKin: row?.isNextOfKin ?? true });
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  return (
    <Dialog open onClose={onClose} title={t('patients.kin.title')} action={{ label: t('patients.card.save'), disabled: draft.name.trim() === '', loading: save.isRunning, onRun: () => save.start({ ...at, draft }, onClose) }}>
      <Stack gap={3}>
        <TextField label={t('patients.field.name')} value={draft.name} onChange={name => set({ name })} maxLength={120} autoFocus required />
        <Columns min={160} gap={3}>
          <TextField label={t('patients.field.relation')} value={draft.relation} onChange={relation => set({ relation })} maxLength={60} />
          <TextField label={t('patients.field.phone')} value={draft.phone} onChange={phone => set({ phone })} maxLength={60} />
        </Columns>
        <TextField label={t('patients.field.comment')} value={draft.note} onChange={note => set({ note })} maxLength={200} />
        <Checkbox label={t('patients.field.nextOfKin')} checked={draft.isNextOfKin} onChange={isNextOfKin => set({ isNextOfKin })} />
        <Failure error={save.error} />
      </Stack>
    </Dialog>
  );
}
