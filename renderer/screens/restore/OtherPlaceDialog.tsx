import { useState } from 'react';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Dialog, Stack, Text, useText } from '#renderer/ui/index.ts';

import { entryOf, PlaceFields, placeOf } from './PlaceFields.tsx';

interface OtherPlaceDialogProps {
  readonly onClose: () => void;
  readonly onOffer: (offer: OutputOf<'restore', 'unlock'>) => void;
}

/** The clinic's other place: it fills in lost parts and knows whether newer backups exist. Opened with the same key. */
export function OtherPlaceDialog({ onClose, onOffer }: OtherPlaceDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const add = useCommandOf('restore', 'addPlace');
  const [entry, setEntry] = useState(() => entryOf(null));
  const place = placeOf(entry);
  const run = () => {
    if (place) add.start({ place }, offer => { onOffer(offer); onClose(); });
  };
  return (
    <Dialog open onClose={onClose} title={t('restore.other.title')} size="medium" action={{ label: t('restore.other.add'), disabled: place === null, loading: add.isRunning, onRun: run }}>
      <Stack gap={3}>
        <Text>{t('restore.other.lead')}</Text>
        <PlaceFields entry={entry} isRunning={add.isRunning} onEntry={setEntry} />
        {add.error ? <Banner tone="danger" live>{errorText(add.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
