import { useState } from 'react';

import { useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Page, Stack, useText } from '#renderer/ui/index.ts';

import { ConfirmDialog } from './ConfirmDialog.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { DoneTable } from './DoneTable.tsx';
import { WaitingPart } from './WaitingPart.tsx';

export type DestructionState = OutputOf<'destruction', 'state'>;
export type ListedDestruction = DestructionState['destructions'][number];

/** What waits for a second person first, then what was carried out; a decision is entered on the same page. */
export function DestructionScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data: state, error } = useQueryOf('destruction', 'state', {});
  const [entering, setEntering] = useState(false);
  const [confirming, setConfirming] = useState<ListedDestruction | null>(null);
  const open = state?.destructions.filter(one => one.confirmed === null && one.withdrawn === null) ?? [];
  return (
    <Page title={t('destruction.title')} narrow actions={entering ? undefined : <Button kind="primary" onClick={() => setEntering(true)}>{t('destruction.enter')}</Button>}>
      <Stack gap={5}>
        <Banner tone="info" title={t('destruction.lawTitle')}>{t('destruction.law')}</Banner>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        {entering ? <DecisionForm onClose={() => setEntering(false)} /> : null}
        {state ? <WaitingPart waiting={open} onConfirm={setConfirming} /> : null}
        {state ? <DoneTable state={state} /> : null}
      </Stack>
      {confirming === null ? null : <ConfirmDialog destruction={confirming} onClose={() => setConfirming(null)} />}
    </Page>
  );
}
