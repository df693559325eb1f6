import { useState } from 'react';

import { useErrorText, type ApiError } from '#renderer/client/index.ts';
import { Banner, Checkbox, Dialog, Stack, Text, useText } from '#renderer/ui/index.ts';

interface DamageDialogProps {
  readonly loading: boolean;
  readonly error: ApiError | null;
  readonly onClose: () => void;
  readonly onAccept: () => void;
}

/** The price of a damaged database, said before it can be taken; going back is the first and focused choice. */
export function DamageDialog({ loading, error, onClose, onAccept }: DamageDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const [understood, setUnderstood] = useState(false);
  return (
    <Dialog open onClose={onClose} title={t('restore.damage.title')} size="medium" safeLabel={t('restore.damage.keep')} action={{ label: t('restore.acceptDamage'), danger: true, disabled: !understood, loading, onRun: onAccept }}>
      <Stack gap={3}>
        <Text strong>{t('restore.damage.lost')}</Text>
        <Text>{t('restore.damage.better')}</Text>
        <Text>{t('restore.damage.log')}</Text>
        <Checkbox label={t('restore.damage.understand')} checked={understood} onChange={setUnderstood} />
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
