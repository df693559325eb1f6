import { useState } from 'react';

import type { RestoreKey } from '#shared/contract/restore.ts';
import type { ConfirmReason } from '#shared/domain/backup/restore-offer.ts';

import { client, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Dialog, SegmentedChoice, Stack, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';

interface TwoPersonsDialogProps {
  readonly choice: OutputOf<'restore', 'unlock'>['choices'][number] & { readonly confirm: ConfirmReason };
  readonly when: string;
  readonly onClose: () => void;
  readonly onConfirmed: (offer: OutputOf<'restore', 'unlock'>) => void;
}

type Way = 'none' | 'card' | 'kit';

/** Two persons take the decision (security.md §3.6). The second key goes straight to core and into no cache. */
export function TwoPersonsDialog({ choice, when, onClose, onConfirmed }: TwoPersonsDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const [names, setNames] = useState<readonly [string, string]>(['', '']);
  const [way, setWay] = useState<Way>('none');
  const [secret, setSecret] = useState('');
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const secondKey: RestoreKey | null = way === 'none' ? null : way === 'card' ? { pin: secret } : { kit: secret };
  const isReady = names.every(name => name.trim() !== '') && (way === 'none' || secret.trim() !== '');
  const run = async () => {
    setRunning(true);
    setError(null);
    try {
      onConfirmed(await client.restore.confirm({ generationId: choice.id, persons: [names[0], names[1]], secondKey }));
    } catch (failure) {
      setError(failure);
      setSecret('');
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('restore.two.title', { when })} size="medium" action={{ label: t('restore.two.confirm'), danger: true, disabled: !isReady, loading: running, onRun: () => void run() }}>
      <Stack gap={3}>
        <Text strong>{t(`restore.two.${choice.confirm}`)}</Text>
        <Text>{t('restore.two.lead')}</Text>
        <TextField label={t('restore.two.first')} value={names[0]} onChange={name => { setNames([name, names[1]]); setError(null); }} maxLength={50} autoFocus required />
        <TextField label={t('restore.two.second')} value={names[1]} onChange={name => { setNames([names[0], name]); setError(null); }} maxLength={50} required />
        <Text strong>{t('restore.two.key')}</Text>
        <SegmentedChoice label={t('restore.two.key')} value={way} onChange={next => { setWay(next); setSecret(''); }} options={[{ value: 'card', label: t('restore.two.card') }, { value: 'kit', label: t('restore.two.kit') }, { value: 'none', label: t('restore.two.none') }]} />
        {way === 'none' ? <Text muted>{t('restore.two.noneHelp')}</Text> : null}
        {way === 'card' ? <TextField label={t('restore.key.pin')} help={t('restore.two.cardHelp')} value={secret} onChange={setSecret} maxLength={32} secret required /> : null}
        {way === 'kit' ? <div className={classes.kit} spellCheck={false} translate="no"><TextArea label={t('restore.key.kitField')} value={secret} onChange={setSecret} rows={4} maxLength={5000} required /></div> : null}
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
