import { useState } from 'react';

import { useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Page, Stack, useText } from '#renderer/ui/index.ts';

import { ConfirmDialog } from './ConfirmDialog.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { DoneTable } from './DoneTable.tsx';
import { PaperDialog } from './PaperDialog.tsx';
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
  const [read, setRead] = useState<ListedDestruction | null>(null);
  // What was pressed is gone once it is done; the focus then comes to the page's own button.
  const [settled, setSettled] = useState(0);
  const settle = () => {
    setEntering(false);
    setConfirming(null);
    setSettled(settled + 1);
  };
  const open = state?.destructions.filter(one => one.confirmed === null && one.withdrawn === null) ?? [];
  return (
    <Page title={t('destruction.title')} narrow actions={entering ? undefined : <Button key={settled} kind="primary" autoFocus={settled > 0} onClick={() => setEntering(true)}>{t('destruction.enter')}</Button>}>
      <Stack gap={5}>
        <Banner tone="info" title={t('destruction.lawTitle')}>{t('destruction.law')}</Banner>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        {entering ? <DecisionForm onClose={settle} /> : null}
        {state ? <WaitingPart waiting={open} onConfirm={setConfirming} onRead={setRead} onWithdrawn={settle} /> : null}
        {state ? <DoneTable state={state} onRead={setRead} /> : null}
      </Stack>
      {confirming === null ? null : <ConfirmDialog destruction={confirming} onDone={settle} onClose={() => setConfirming(null)} />}
      {read === null ? null : <PaperDialog destruction={read} onClose={() => setRead(null)} />}
    </Page>
  );
}
