import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, Stack, Text, useText } from '#renderer/ui/index.ts';

import { useShortcutGroups } from './shortcut-groups.ts';
import { useHandOut } from './use-hand-out.ts';

/** The keys as a paper beside the keyboard, made from the registry of commands. */
export function ShortcutCardDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const groups = useShortcutGroups();
  const print = useCommandOf('prints', 'shortcutCard');
  const { language, handOut } = useHandOut();
  const run = (): void =>
    print.start({ language, groups: [...groups] }, paper => {
      handOut(paper, t('prints.shortcuts.file'));
      onClose();
    });
  return (
    <Dialog open onClose={onClose} title={t('prints.shortcuts.title')} action={{ label: t('prints.run'), onRun: run, disabled: groups.length === 0, loading: print.isRunning, shortcut: 'enter', focused: true }}>
      <Stack gap={4}>
        <Text>{t('prints.shortcuts.lead')}</Text>
        {print.error ? <Banner tone="danger" live>{errorText(print.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
