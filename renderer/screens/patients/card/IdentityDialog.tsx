import { useState } from 'react';

import { IDENTITY_PROOFS } from '#shared/domain/patients/patient.ts';

import { useCommandOf } from '#renderer/client/index.ts';
import { Dialog, notify, RadioGroup, Stack, useText } from '#renderer/ui/index.ts';

import { nameOf } from '../words.ts';
import type { CardDialogProps } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';

/** G-10: how somebody showed who they are; date and name of whoever looked come by themselves. */
export function IdentityDialog({ card, onClose }: CardDialogProps) {
  const t = useText();
  const note = useCommandOf('patients', 'noteIdentityCheck');
  const [how, setHow] = useState<(typeof IDENTITY_PROOFS)[number]>('swedishId');
  const done = (): void => {
    notify(t('patients.identity.noted'));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('patients.identity.title', { name: nameOf(card) })} action={{ label: t('patients.card.save'), loading: note.isRunning, onRun: () => note.start({ id: card.id, version: card.version, how }, done) }}>
      <Stack gap={3}>
        <RadioGroup label={t('patients.identity.label')} value={how} onChange={setHow} options={IDENTITY_PROOFS.map(value => ({ value, label: t(`patients.proof.${value}`) }))} />
        <Failure error={note.error} />
      </Stack>
    </Dialog>
  );
}
