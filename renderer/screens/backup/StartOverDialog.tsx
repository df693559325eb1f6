import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, Text, useText } from '#renderer/ui/index.ts';

/** A new series in a place whose copies were rolled back or damaged: first what it means, the safe choice first. */
export function StartOverDialog({ target, onClose }: { readonly target: TargetStatus; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const begin = useCommandOf('backup', 'startOver');
  const run = () => begin.start({ targetId: target.id }, () => {
    notify(t('backup.startOver.done'));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('backup.startOver.title', { path: target.name })} size="medium" safeLabel={t('backup.startOver.keep')} action={{ label: t('backup.startOver.run'), danger: true, loading: begin.isRunning, onRun: run }}>
      <Stack gap={3}>
        <Text>{t('backup.startOver.why')}</Text>
        <Text>{t('backup.startOver.kept')}</Text>
        <Text>{t('backup.startOver.next')}</Text>
        {begin.error ? <Banner tone="danger" live>{errorText(begin.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
