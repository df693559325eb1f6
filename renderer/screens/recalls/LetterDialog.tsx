import { useState } from 'react';

import { saveFile, useCommandOf, useErrorText, useSession } from '#renderer/client/index.ts';
import { Banner, Checkbox, Dialog, Stack, Text, useText } from '#renderer/ui/index.ts';

import type { RecallList } from './use-recall-list.ts';

/** Letters to the marked ones (or the one under the cursor); who gets one is called by it. Says who could not get one, and why. */
export function LetterDialog({ list, onClose }: { readonly list: RecallList; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const session = useSession();
  const letters = useCommandOf('recalls', 'letters');
  const [namesService, setNamesService] = useState(false);
  // Who it is about stays who it was when the dialog opened: the list grows shorter as soon as they are called.
  const [chosen] = useState(list.chosen);
  const language = session.data?.language ?? 'sv';
  const run = (): void => letters.start({ rows: chosen.map(({ id, version }) => ({ id, version })), language, namesService }, done => {
    if (done.pdf !== null) saveFile(done.pdf, `${t('recalls.letter.file')}.pdf`, 'application/pdf');
    list.unmark();
    if (done.leftOut.length === 0) onClose();
  });
  const done = letters.value;
  const leftOut = (because: 'protected' | 'noAddress'): string => (done?.leftOut ?? []).filter(one => one.because === because).map(one => chosen.find(row => row.id === one.id)?.name ?? '').join('; ');
  return (
    <Dialog open onClose={onClose} title={t('recalls.letter.title', { count: chosen.length })} {...(done ? {} : { action: { label: t('recalls.letter.do'), onRun: run, loading: letters.isRunning, shortcut: 'enter', focused: true } })}>
      <Stack gap={4}>
        {done ? <Text strong>{t('recalls.letter.done', { count: done.letters })}</Text> : (
          <>
            <Text>{t('recalls.letter.help')}</Text>
            <Checkbox label={t('recalls.letter.namesService')} help={t('recalls.letter.namesServiceHelp')} checked={namesService} onChange={setNamesService} />
          </>
        )}
        {leftOut('protected') ? <Banner tone="attention" title={t('recalls.letter.protected')}>{leftOut('protected')}</Banner> : null}
        {leftOut('noAddress') ? <Banner tone="attention" title={t('recalls.letter.noAddress')}>{leftOut('noAddress')}</Banner> : null}
        {letters.error ? <Banner tone="danger" live>{errorText(letters.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
