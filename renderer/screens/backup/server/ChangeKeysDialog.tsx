import { useState } from 'react';

import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import { keysOf } from './server-draft.ts';

/** Other keys for the same bucket: they are tried first, the history stays, the sheet is printed anew. */
export function ChangeKeysDialog({ target, onClose }: { readonly target: TargetStatus; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const change = useCommandOf('backup', 'changeKeys');
  const [accessKeyId, setAccessKeyId] = useState('');
  const [secretAccessKey, setSecret] = useState('');
  const [authority, setAuthority] = useState('');
  const keys = keysOf({ accessKeyId, secretAccessKey });
  const run = () => change.start({ targetId: target.id, keys, authority: authority.trim() === '' ? null : authority }, () => {
    notify(t('backup.keys.done'));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('backup.keys.title', { name: target.name })} size="medium" action={{ label: t('backup.keys.change'), loading: change.isRunning, disabled: keys.accessKeyId === '' || keys.secretAccessKey === '', onRun: run }}>
      <Stack gap={4}>
        <Text>{t('backup.keys.lead')}</Text>
        <TextField label={t('backup.server.accessKeyId')} value={accessKeyId} onChange={setAccessKeyId} maxLength={200} autoFocus required />
        <TextField label={t('backup.server.secretAccessKey')} value={secretAccessKey} onChange={setSecret} maxLength={200} secret required />
        {target.place.kind === 's3' && target.place.hasAuthority ? <TextArea label={t('backup.server.authority')} help={t('backup.keys.authorityHelp')} value={authority} onChange={setAuthority} rows={2} maxLength={20_000} /> : null}
        {change.error ? <Banner tone="danger" live>{errorText(change.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
