import { useState } from 'react';

import { COUNTRIES, type Country } from '#shared/domain/clinic/clinic.ts';
import { parseIdentifier } from '#shared/domain/identifiers/parse.ts';
import { IDENTITY_LEVELS } from '#shared/domain/patients/patient.ts';

import { useClinicDay, useCommandOf, useSession } from '#renderer/client/index.ts';
import { Dialog, SelectField, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { NumberHint } from '#renderer/parts/patient-form/NumberHint.tsx';
import { nameOf } from '../words.ts';
import type { CardDialogProps } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';

/** A real number in place of a temporary one (I-05), or a new one (I-11). */
export function AddNumberDialog({ card, onClose }: CardDialogProps) {
  const t = useText();
  const { today } = useClinicDay();
  const { data: session } = useSession();
  const add = useCommandOf('patients', 'addIdentifier');
  const [text, setText] = useState('');
  const [country, setCountry] = useState<Country>((session?.clinic?.country ?? 'SE') as Country);
  const [level, setLevel] = useState<(typeof IDENTITY_LEVELS)[number] | null>(null);
  const parsed = text.trim() === '' ? null : parseIdentifier(text, country, today);
  const isCoordination = parsed?.ok === true && parsed.kind === 'samordningsnummer';
  const save = (): void => add.start({ id: card.id, version: card.version, number: { country, text }, identityLevel: isCoordination ? level : null }, onClose);
  return (
    <Dialog open onClose={onClose} title={t('patients.addNumber.title', { name: nameOf(card) })} action={{ label: t('patients.card.save'), disabled: parsed?.ok !== true, loading: add.isRunning, onRun: save }}>
      <Stack gap={3}>
        <TextField label={t('patients.field.number')} value={text} onChange={setText} maxLength={40} numeric autoFocus required help={<NumberHint parsed={parsed} />} error={parsed && !parsed.ok && text.replaceAll(/\W/g, '').length >= 10 ? t(`patients.number.fault.${parsed.bad}`) : undefined} />
        {isCoordination ? <SelectField label={t('patients.field.identityLevel')} value={level} onChange={setLevel} clearable options={IDENTITY_LEVELS.map(value => ({ value, label: t(`patients.identityLevel.${value}`) }))} /> : null}
        <SelectField label={t('patients.field.numberCountry')} value={country} onChange={value => setCountry(value ?? 'SE')} options={COUNTRIES.map(value => ({ value, label: t(`patients.country.${value}`) }))} />
        <Text muted small>{t('patients.addNumber.help')}</Text>
        <Failure error={add.error} />
      </Stack>
    </Dialog>
  );
}
