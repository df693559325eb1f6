import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, Text, useText } from '#renderer/ui/index.ts';

/** A place is given up: what stays there, and what it means when it is the last one. */
export function RemoveTargetDialog({ target, isLast, onClose }: { readonly target: TargetStatus; readonly isLast: boolean; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const remove = useCommandOf('backup', 'removeTarget');
  const run = () => remove.start({ targetId: target.id }, () => {
    notify(t('backup.removeTarget.done', { name: target.name }));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('backup.removeTarget.title', { name: target.name })} size="medium" safeLabel={t('backup.removeTarget.keep')} action={{ label: t('backup.removeTarget.run'), danger: true, loading: remove.isRunning, onRun: run }}>
      <Stack gap={3}>
        {isLast ? <Banner tone="danger">{t('backup.removeTarget.last')}</Banner> : null}
        <Text>{t('backup.removeTarget.stays')}</Text>
        <Text>{t('backup.removeTarget.again')}</Text>
        {remove.error ? <Banner tone="danger" live>{errorText(remove.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
