import { useState } from 'react';

import { PAYER_KINDS, PayerDraft, type Payer } from '#shared/domain/money/settings.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Checkbox, Columns, Dialog, NumberField, SelectField, Stack, Switch, Text, TextField, useText } from '#renderer/ui/index.ts';

const NEW: PayerDraft = { kind: 'company', name: '', organisationNumber: '', street: '', postCode: '', city: '', reference: '', termsDays: null, showPatientName: false, showPatientNumber: false, active: true };

/** An organisation's address, terms, and what it may know about its patients: nothing unless it asked (F-04). */
export function PayerDialog({ payer, onClose }: { readonly payer: Payer | null; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('money', 'savePayer');
  const [draft, setDraft] = useState<PayerDraft>(() => (payer ? draftOf(payer) : NEW));
  const set = (patch: Partial<PayerDraft>): void => setDraft({ ...draft, ...patch });
  const isNumberRight = PayerDraft.shape.organisationNumber.safeParse(draft.organisationNumber).success;
  const run = (): void => save.start({ id: payer?.id ?? null, version: payer?.version ?? 0, draft }, onClose);
  return (
    <Dialog open onClose={onClose} size="medium" title={payer?.name ?? t('money.settings.newPayer')} action={{ label: t('money.payer.save'), onRun: run, disabled: draft.name.trim() === '' || !isNumberRight, loading: save.isRunning }}>
      <Stack gap={4}>
        <Columns min={220} gap={3}>
          <TextField label={t('money.payer.name')} value={draft.name} onChange={name => set({ name })} maxLength={120} autoFocus required />
          <SelectField label={t('money.payer.kind')} value={draft.kind} onChange={kind => set({ kind: kind ?? 'company' })} options={PAYER_KINDS.map(value => ({ value, label: t(`money.payer.kinds.${value}`) }))} />
          <TextField label={t('money.payer.organisationNumber')} value={draft.organisationNumber} onChange={organisationNumber => set({ organisationNumber })} maxLength={20} numeric {...(isNumberRight || draft.organisationNumber.length < 10 ? {} : { error: t('money.settings.wrong') })} />
          <TextField label={t('money.payer.reference')} value={draft.reference} onChange={reference => set({ reference })} maxLength={80} />
          <TextField label={t('money.payer.street')} value={draft.street} onChange={street => set({ street })} maxLength={120} />
          <TextField label={t('money.payer.postCode')} value={draft.postCode} onChange={postCode => set({ postCode })} maxLength={12} numeric />
          <TextField label={t('money.payer.city')} value={draft.city} onChange={city => set({ city })} maxLength={80} />
          <NumberField label={t('money.payer.terms')} help={t('money.payer.termsHelp')} value={draft.termsDays} onChange={termsDays => set({ termsDays })} min={0} max={90} />
        </Columns>
        <Stack gap={2}>
          <Checkbox label={t('money.payer.showName')} checked={draft.showPatientName} onChange={showPatientName => set({ showPatientName })} />
          <Checkbox label={t('money.payer.showNumber')} checked={draft.showPatientNumber} onChange={showPatientNumber => set({ showPatientNumber })} />
          <Text muted small>{t('money.payer.showHelp')}</Text>
        </Stack>
        <Switch label={t('money.payer.active')} checked={draft.active} onChange={active => set({ active })} />
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

const draftOf = ({ id: _id, version: _version, ...draft }: Payer): PayerDraft => draft;
