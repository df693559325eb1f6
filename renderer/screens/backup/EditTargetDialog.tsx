import { useState } from 'react';

import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, TextField, useText } from '#renderer/ui/index.ts';

import { AbsenceFields } from './AbsenceFields.tsx';

/** What a place is called and, for a disk, how long it may be away. */
export function EditTargetDialog({ target, onClose }: { readonly target: TargetStatus; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('backup', 'renameTarget');
  const [name, setName] = useState(target.name);
  const [absenceDays, setAbsenceDays] = useState(target.absenceDays);
  const run = () => save.start({ targetId: target.id, name: name.trim(), absenceDays }, () => {
    notify(t('backup.targets.saved'));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('backup.targets.editTitle', { name: target.name })} action={{ label: t('backup.targets.save'), loading: save.isRunning, disabled: name.trim() === '', onRun: run }}>
      <Stack gap={4}>
        <TextField label={t('backup.targets.name')} value={name} onChange={setName} maxLength={60} autoFocus required />
        {target.place.kind === 'folder' ? <AbsenceFields days={absenceDays} onChange={setAbsenceDays} /> : null}
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
