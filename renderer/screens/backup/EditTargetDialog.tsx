import { useState } from 'react';

import { RetentionDays } from '#shared/domain/backup/retention.ts';
import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, TextField, useText } from '#renderer/ui/index.ts';

import { AbsenceFields } from './AbsenceFields.tsx';
import { RetentionField } from './RetentionField.tsx';

/** What a place is called, for how long it keeps backups and, for a disk, how long it may be away. */
export function EditTargetDialog({ target, onClose }: { readonly target: TargetStatus; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('backup', 'renameTarget');
  const [name, setName] = useState(target.name);
  const [absenceDays, setAbsenceDays] = useState(target.absenceDays);
  const [days, setDays] = useState<number | null>(target.retentionDays);
  const kept = RetentionDays.safeParse(days);
  const run = () => kept.success && save.start({ targetId: target.id, name: name.trim(), absenceDays, retentionDays: kept.data }, () => {
    notify(t('backup.targets.saved'));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('backup.targets.editTitle', { name: target.name })} action={{ label: t('backup.targets.save'), loading: save.isRunning, disabled: name.trim() === '' || !kept.success, onRun: run }}>
      <Stack gap={4}>
        <TextField label={t('backup.targets.name')} value={name} onChange={setName} maxLength={60} autoFocus required />
        {target.place.kind === 'folder' ? <AbsenceFields days={absenceDays} onChange={setAbsenceDays} /> : null}
        <RetentionField days={days} isServer={target.place.kind === 's3'} onChange={setDays} />
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
