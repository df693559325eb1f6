import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Dialog, Stack, Text, useText } from '#renderer/ui/index.ts';

import { PlaceForm } from './PlaceForm.tsx';

interface OtherPlaceDialogProps {
  readonly onClose: () => void;
  readonly onOffer: (offer: OutputOf<'restore', 'unlock'>) => void;
}

/** The clinic's other place: it fills in lost parts and knows whether newer backups exist. Opened with the same key. */
export function OtherPlaceDialog({ onClose, onOffer }: OtherPlaceDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const add = useCommandOf('restore', 'addPlace');
  return (
    <Dialog open onClose={onClose} title={t('restore.other.title')} size="medium">
      <Stack gap={3}>
        <Text>{t('restore.other.lead')}</Text>
        <PlaceForm known={null} action={t('restore.other.add')} isRunning={add.isRunning} onPlace={place => add.start({ place }, offer => { onOffer(offer); onClose(); })}>
          {add.error ? <Banner tone="danger" live>{errorText(add.error).text}</Banner> : null}
        </PlaceForm>
      </Stack>
    </Dialog>
  );
}
