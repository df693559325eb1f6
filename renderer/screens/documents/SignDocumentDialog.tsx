import { useState } from 'react';

import { useCardPresence, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, PinField, Stack, useText } from '#renderer/ui/index.ts';

/** Asks for the signing PIN; it goes from the key to the card and is kept nowhere. */
export function SignDocumentDialog({ patientId, documentId, onClose }: { readonly patientId: string; readonly documentId: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const presence = useCardPresence();
  const sign = useCommandOf('documents', 'sign');
  const [tries, setTries] = useState(0);
  const run = (pin: string) => {
    setTries(count => count + 1);
    sign.start({ patientId, documentId, pin }, () => {
      notify(t('documents.done.sign'));
      onClose();
    });
  };
  return (
    <Dialog open onClose={onClose} title={t('documents.sign.title')}>
      <Stack gap={3}>
        <PinField label={t('documents.sign.pin')} help={t('documents.sign.help')} disabled={sign.isRunning} minLength={presence?.minPin ?? 4} maxLength={presence?.maxPin ?? 12} focusKey={`${tries}-${String(sign.isRunning)}`} onSubmit={run} />
        {sign.error ? <Banner tone="danger" live>{errorText(sign.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
