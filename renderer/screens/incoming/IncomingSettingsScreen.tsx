import { useState } from 'react';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Button, Page, Section, Stack, TextField, notify, useText } from '#renderer/ui/index.ts';

/** Where the scanner puts its files. For the administrator. */
export function IncomingSettingsScreen() {
  const t = useText();
  const { data } = useQueryOf('incoming', 'settings', {});
  return <Page title={t('incoming.settings.title')} narrow>{data ? <FolderPart key={data.scanFolder} scanFolder={data.scanFolder} /> : null}</Page>;
}

function FolderPart({ scanFolder }: { readonly scanFolder: string | null }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('incoming', 'saveSettings');
  const [folder, setFolder] = useState(scanFolder ?? '');
  return (
    <Section title={t('incoming.settings.folder')}>
      <form noValidate onSubmit={event => { event.preventDefault(); save.start({ scanFolder: folder.trim() === '' ? null : folder.trim() }, () => notify(t('incoming.settings.saved'))); }}>
        <Stack gap={4} align="start">
          <TextField label={t('incoming.settings.folder')} help={t('incoming.settings.help')} value={folder} onChange={setFolder} maxLength={1000} error={save.error ? errorText(save.error).text : undefined} />
          <Button kind="primary" type="submit" loading={save.isRunning}>{t('incoming.settings.save')}</Button>
        </Stack>
      </form>
    </Section>
  );
}
