import { useState } from 'react';

import { PROTECTION_LEVELS } from '#shared/domain/patients/patient.ts';

import { useCommandOf } from '#renderer/client/index.ts';
import { Dialog, RadioGroup, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { nameOf } from '../words.ts';
import type { CardDialogProps } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';

/** Sekretessmarkering or skyddad folkbokföring, with the reason (G-11). */
export function ProtectionDialog({ card, onClose }: CardDialogProps) {
  const t = useText();
  const save = useCommandOf('patients', 'setProtection');
  const [level, setLevel] = useState(card.protection);
  const [reason, setReason] = useState('');
  return (
    <Dialog open onClose={onClose} title={t('patients.protect.title', { name: nameOf(card) })} action={{ label: t('patients.card.save'), disabled: reason.trim() === '' || level === card.protection, loading: save.isRunning, onRun: () => save.start({ id: card.id, version: card.version, level, reason }, onClose) }}>
      <Stack gap={3}>
        <RadioGroup label={t('patients.card.protection')} value={level} onChange={setLevel} options={PROTECTION_LEVELS.map(value => ({ value, label: t(`patients.protection.${value}`) }))} />
        <TextField label={t('patients.field.reason')} value={reason} onChange={setReason} maxLength={200} required />
        <Text muted small>{t('patients.protect.help')}</Text>
        <Failure error={save.error} />
      </Stack>
    </Dialog>
  );
}
