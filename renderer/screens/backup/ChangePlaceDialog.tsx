import { useState } from 'react';

import type { PLACE_STATES } from '#shared/domain/backup/backup.ts';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, Text, TextField, useFormats, useText } from '#renderer/ui/index.ts';

type Report = OutputOf<'backup', 'checkPlace'>;
const USABLE: readonly (typeof PLACE_STATES)[number][] = ['empty', 'occupied', 'ours'];

/** A folder is looked at and described before it can be chosen; what is typed after that must be looked at again. */
export function ChangePlaceDialog({ hadPlace, onClose }: { readonly hadPlace: boolean; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const check = useCommandOf('backup', 'checkPlace');
  const choose = useCommandOf('backup', 'setPlace');
  const [path, setPath] = useState('');
  const typed = path.trim();
  const report = check.value?.path === typed ? check.value : undefined;
  const isUsable = report !== undefined && USABLE.includes(report.state);
  const finish = () => {
    notify(t('backup.changePlace.done'));
    onClose();
  };
  const action = isUsable
    ? { label: t('backup.changePlace.use'), loading: choose.isRunning, onRun: () => choose.start({ path: typed }, finish) }
    : { label: t('backup.changePlace.check'), loading: check.isRunning, disabled: typed === '' || report !== undefined, onRun: () => { choose.reset(); check.start({ path: typed }); } };
  const failure = choose.error ?? check.error;
  return (
    <Dialog open onClose={onClose} title={t('backup.changePlace.title')} size="medium" action={action}>
      <Stack gap={4}>
        <Text>{t('backup.changePlace.lead')}</Text>
        <TextField label={t('backup.changePlace.path')} help={t('backup.changePlace.pathHelp')} value={path} onChange={setPath} maxLength={1000} autoFocus required />
        {report ? <PlaceWords report={report} isUsable={isUsable} hadPlace={hadPlace} /> : null}
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

function PlaceWords({ report, isUsable, hadPlace }: { readonly report: Report; readonly isUsable: boolean; readonly hadPlace: boolean }) {
  const t = useText();
  const { bytes } = useFormats();
  const words = report.state === 'ours' ? t('backup.place.ours', { generations: report.generations }) : t(`backup.place.${report.state}`);
  return (
    <Banner tone={isUsable ? 'ok' : 'danger'} live title={words}>
      {isUsable ? (
        <Stack gap={1}>
          <Text>{t('backup.changePlace.where', { path: report.repositoryPath })}</Text>
          {report.freeBytes === null ? null : <Text>{t('backup.place.free', { size: bytes(report.freeBytes) })}</Text>}
          {hadPlace ? <Text>{t('backup.changePlace.old')}</Text> : null}
        </Stack>
      ) : null}
    </Banner>
  );
}
