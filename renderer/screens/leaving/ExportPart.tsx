import { useState, type FormEvent } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Section, Stack, StatusRow, Text, TextField, useFormats, useText } from '#renderer/ui/index.ts';

import type { LeavingState } from './LeavingScreen.tsx';

/** First: a full copy, restored on trial, that kit and stock programs open. */
export function ExportPart({ state }: { readonly state: LeavingState }) {
  const t = useText();
  const errorText = useErrorText();
  const { stamp, bytes, number } = useFormats();
  const make = useCommandOf('leaving', 'exportAll');
  const [folder, setFolder] = useState('');
  const isBusy = state.running !== null || make.isRunning;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (folder.trim() !== '' && !isBusy) make.start({ folder: folder.trim() });
  };
  return (
    <Section title={t('leaving.export.title')}>
      <Stack gap={3}>
        <Text>{t('leaving.export.lead')}</Text>
        {state.exports.map(one => (
          <StatusRow
            key={one.id} tone="ok" label={t('leaving.export.made', { when: stamp(one.at) })} value={one.path}
            detail={t('leaving.export.what', { size: bytes(one.databaseBytes), patients: number(one.counts.patients), notes: number(one.counts.notes), name: one.by })}
          />
        ))}
        <form onSubmit={submit} noValidate>
          <Stack gap={3}>
            <TextField label={t('leaving.export.folder')} help={t('leaving.export.folderHelp')} value={folder} onChange={setFolder} maxLength={1000} />
            {make.error ? <Banner tone="danger" live>{errorText(make.error).text}</Banner> : null}
            <div><Button type="submit" kind={state.exports.length === 0 ? 'primary' : 'secondary'} disabled={folder.trim() === '' || isBusy} loading={make.isRunning}>{t('leaving.export.run')}</Button></div>
          </Stack>
        </form>
      </Stack>
    </Section>
  );
}
