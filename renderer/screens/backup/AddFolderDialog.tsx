import { useState } from 'react';

import type { PLACE_STATES } from '#shared/domain/backup/backup.ts';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, Text, TextField, useFormats, useText } from '#renderer/ui/index.ts';

import { AbsenceFields } from './AbsenceFields.tsx';

type Report = OutputOf<'backup', 'checkPlace'>;
const USABLE: readonly (typeof PLACE_STATES)[number][] = ['empty', 'occupied', 'ours'];

/** The last two folders of a path: a name to begin with. */
const nameOf = (path: string): string => path.split(/[\\/]/).filter(part => part !== '').slice(-2).join('/').slice(0, 60);

/** A folder is looked at and described before it can be added; what is typed after that must be looked at again. */
export function AddFolderDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const check = useCommandOf('backup', 'checkPlace');
  const add = useCommandOf('backup', 'addFolder');
  const [path, setPath] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [absenceDays, setAbsenceDays] = useState<number | null>(null);
  const typed = path.trim();
  const report = check.value?.path === typed ? check.value : undefined;
  const isUsable = report !== undefined && USABLE.includes(report.state);
  const finish = () => {
    notify(t('backup.addFolder.done'));
    onClose();
  };
  const use = () => add.start({ path: typed, name: (name ?? nameOf(typed)).trim() || nameOf(typed), absenceDays }, finish);
  const action = isUsable
    ? { label: t('backup.addFolder.use'), loading: add.isRunning, onRun: use }
    : { label: t('backup.addFolder.check'), loading: check.isRunning, disabled: typed === '', onRun: () => { add.reset(); check.start({ path: typed }); } };
  const failure = add.error ?? check.error;
  return (
    <Dialog open onClose={onClose} title={t('backup.addFolder.title')} size="medium" action={action}>
      <Stack gap={4}>
        <Text>{t('backup.addFolder.lead')}</Text>
        <TextField label={t('backup.addFolder.path')} help={t('backup.addFolder.pathHelp')} value={path} onChange={setPath} maxLength={1000} autoFocus required />
        {report ? <PlaceWords report={report} isUsable={isUsable} /> : null}
        {isUsable ? <TextField label={t('backup.targets.name')} value={name ?? nameOf(typed)} onChange={setName} maxLength={60} required /> : null}
        {isUsable ? <AbsenceFields days={absenceDays} onChange={setAbsenceDays} /> : null}
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

function PlaceWords({ report, isUsable }: { readonly report: Report; readonly isUsable: boolean }) {
  const t = useText();
  const { bytes } = useFormats();
  const words = report.state === 'ours' ? t('backup.place.ours', { generations: report.generations }) : t(`backup.place.${report.state}`);
  return (
    <Banner tone={isUsable ? 'ok' : 'danger'} live title={words}>
      {isUsable ? (
        <Stack gap={1}>
          {report.repositoryPath === report.path ? null : <Text>{t('backup.addFolder.where', { path: report.repositoryPath })}</Text>}
          {report.freeBytes === null ? null : <Text>{t('backup.place.free', { size: bytes(report.freeBytes) })}</Text>}
        </Stack>
      ) : null}
    </Banner>
  );
}
