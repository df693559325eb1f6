import { useState } from 'react';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Checkbox, Dialog, notify, Stack, Text, TextField, useFormats, useText } from '#renderer/ui/index.ts';

import type { LeavingPlace } from './LeavingScreen.tsx';

/** Counted first, then two confirmations: the name typed, and that the journal here stays. A server asks for its owner's keys, which are forgotten. */
export function RemoveDialog({ place, onClose }: { readonly place: LeavingPlace; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const survey = useCommandOf('leaving', 'survey');
  const remove = useCommandOf('leaving', 'remove');
  const [keys, setKeys] = useState({ accessKeyId: '', secretAccessKey: '' });
  const [typedName, setTypedName] = useState('');
  const [keepsJournal, setKeepsJournal] = useState(false);
  const isServer = place.kind === 's3';
  const owner = isServer ? { accessKeyId: keys.accessKeyId.trim(), secretAccessKey: keys.secretAccessKey.trim() } : null;
  const lacksKeys = owner !== null && (owner.accessKeyId === '' || owner.secretAccessKey === '');
  const counted = survey.value;
  const count = { label: t('leaving.remove.count'), disabled: lacksKeys, loading: survey.isRunning, onRun: () => survey.start({ repositoryId: place.repositoryId, owner }) };
  const act = {
    label: t('leaving.remove.run'), danger: true, disabled: !keepsJournal || typedName.trim() === '', loading: remove.isRunning,
    onRun: () => remove.start({ repositoryId: place.repositoryId, typedName, keepsJournal: true, owner }, () => {
      notify(t('leaving.remove.begun', { name: place.name }));
      onClose();
    }),
  };
  const failure = remove.error ?? survey.error;
  return (
    <Dialog open onClose={onClose} size="medium" title={t('leaving.remove.title', { name: place.name })} safeLabel={t('leaving.remove.keep')} action={counted ? act : count}>
      <Stack gap={4}>
        <Text>{t('leaving.remove.lead', { where: place.where })}</Text>
        {isServer ? <OwnerFields keys={keys} onChange={next => { setKeys(next); survey.reset(); }} /> : null}
        {counted ? <Counted survey={counted} /> : null}
        {counted ? <TextField label={t('leaving.remove.name', { name: place.name })} value={typedName} onChange={setTypedName} maxLength={60} required /> : null}
        {counted ? <Checkbox label={t('leaving.remove.understands')} checked={keepsJournal} onChange={setKeepsJournal} /> : null}
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

function OwnerFields({ keys, onChange }: { readonly keys: Keys; readonly onChange: (keys: Keys) => void }) {
  const t = useText();
  return (
    <>
      <TextField label={t('leaving.remove.ownerKey')} help={t('leaving.remove.ownerHelp')} value={keys.accessKeyId} onChange={accessKeyId => onChange({ ...keys, accessKeyId })} maxLength={200} required autoFocus />
      <TextField label={t('leaving.remove.ownerSecret')} value={keys.secretAccessKey} onChange={secretAccessKey => onChange({ ...keys, secretAccessKey })} maxLength={200} secret required />
    </>
  );
}

function Counted({ survey }: { readonly survey: OutputOf<'leaving', 'survey'> }) {
  const t = useText();
  const { bytes, stamp } = useFormats();
  const free = survey.objects - survey.lockedObjects;
  return (
    <Banner tone={survey.lockedObjects === 0 ? 'info' : 'attention'} live title={t('leaving.remove.found', { count: survey.objects, size: bytes(survey.bytes) })}>
      {survey.lockedObjects === 0 ? t('leaving.remove.allNow')
        : survey.lastLockEndsAt === null ? t('leaving.remove.held', { free, locked: survey.lockedObjects })
        : t('leaving.remove.lockedUntil', { free, locked: survey.lockedObjects, when: stamp(survey.lastLockEndsAt) })}
    </Banner>
  );
}
