import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, Stack, Text, useText } from '#renderer/ui/index.ts';

/** A new series in a place whose copies were rolled back or damaged: first what it means, the safe choice first. */
export function StartOverDialog({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const choose = useCommandOf('backup', 'setPlace');
  const run = () => choose.start({ path, startOver: true }, () => {
    notify(t('backup.startOver.done'));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('backup.startOver.title', { path })} size="medium" safeLabel={t('backup.startOver.keep')} action={{ label: t('backup.startOver.run'), danger: true, loading: choose.isRunning, onRun: run }}>
      <Stack gap={3}>
        <Text>{t('backup.startOver.why')}</Text>
        <Text>{t('backup.startOver.kept')}</Text>
        <Text>{t('backup.startOver.next')}</Text>
        {choose.error ? <Banner tone="danger" live>{errorText(choose.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
