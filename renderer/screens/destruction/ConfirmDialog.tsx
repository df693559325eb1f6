import { useState } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Checkbox, Dialog, notify, PinField, Stack, Text, useText } from '#renderer/ui/index.ts';

import { ChosenEntries } from './ChosenEntries.tsx';
import type { ListedDestruction } from './DestructionScreen.tsx';

/** The second person: says that the decision was read, proves who they are, and then it is done. */
export function ConfirmDialog({ destruction: one, onDone, onClose }: { readonly destruction: ListedDestruction; readonly onDone: () => void; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const confirm = useCommandOf('destruction', 'confirm');
  const [hasRead, setHasRead] = useState(false);
  const [tries, setTries] = useState(0);
  const run = (secret: string) => {
    setTries(tries + 1);
    confirm.start({ id: one.id, secret }, () => {
      notify(t('destruction.confirm.done'));
      onDone();
    });
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('destruction.confirm.title', { patient: one.patient })} safeLabel={t('destruction.confirm.keep')}>
      <Stack gap={4}>
        <Text strong>{t('destruction.decision', { authority: one.authority, date: one.decidedOn, number: one.caseNumber })}</Text>
        <Banner tone="danger" title={t('destruction.confirm.finalTitle')}>{t(one.scope === 'journal' ? 'destruction.confirm.finalJournal' : 'destruction.confirm.finalEntries', { count: one.entries })}</Banner>
        <ChosenEntries chosen={one.chosen} />
        <Checkbox label={t('destruction.confirm.read')} checked={hasRead} onChange={setHasRead} />
        <PinField
          label={t('destruction.confirm.secret')} help={t(confirm.isRunning ? 'destruction.confirm.working' : 'destruction.confirm.secretHelp')} disabled={!hasRead || confirm.isRunning}
          minLength={4} maxLength={12} {...(hasRead ? { focusKey: `${tries}-${String(confirm.isRunning)}` } : {})} onSubmit={run}
        />
        {confirm.error ? <Banner tone="danger" live>{errorText(confirm.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
