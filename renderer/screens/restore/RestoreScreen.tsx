import { useState, type ReactNode } from 'react';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Wizard } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

import { ChooseStep } from './ChooseStep.tsx';
import { CompareStep } from './CompareStep.tsx';
import { DoneStep } from './DoneStep.tsx';
import { KeyStep } from './KeyStep.tsx';
import { PlaceStep, type FoundPlace } from './PlaceStep.tsx';
import classes from './Restore.module.css';
import { RunningStep } from './RunningStep.tsx';
import { useRestoreState } from './use-restore-state.ts';

const STEPS = ['folder', 'key', 'choose', 'running', 'compare', 'done'] as const;
type Step = (typeof STEPS)[number];

/** From a folder of backups to a working sign-in (task 4C 10). Core does the work and knows how far it is; closing loses nothing. */
export function RestoreScreen({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { state, error, refresh } = useRestoreState();
  const cancel = useCommandOf('restore', 'cancel');
  const begin = useCommandOf('restore', 'start');
  const [pane, setPane] = useState<'folder' | 'key' | 'choose' | null>(null);
  const [found, setFound] = useState<FoundPlace | null>(null);
  const [opened, setOpened] = useState<OutputOf<'restore', 'unlock'> | null>(null);
  if (error) return <div className={classes.alone}><Banner tone="danger" live actions={<Button onClick={onClose}>{t('restore.back')}</Button>}>{errorText(error).text}</Banner></div>;
  if (!state) return null;
  const step: Step = pane ?? AFTER[state.step];
  const start = (generationId: string) => begin.start({ generationId }, () => void refresh().then(() => setPane(null)));
  const leave = () => cancel.start({}, () => void refresh().then(onClose));
  const another = () => setPane(opened ? 'choose' : 'folder');
  const panes: Readonly<Record<Step, () => ReactNode>> = {
    folder: () => <PlaceStep known={found?.place ?? null} onFound={value => { setFound(value); setPane('key'); }} />,
    key: () => found && <KeyStep found={found} onOpened={value => { setOpened(value); setPane('choose'); }} />,
    choose: () => opened && <ChooseStep offer={opened} starting={begin.isRunning} error={begin.error} onOffer={setOpened} onStart={start} />,
    running: () => <RunningStep state={state} starting={begin.isRunning} error={begin.error} canChoose={opened !== null} onAgain={start} onOther={another} />,
    compare: () => state.comparison && <CompareStep comparison={state.comparison} onOther={another} onAdopted={() => void refresh()} />,
    done: () => <DoneStep keptAside={state.keptAside} onSignIn={leave} />,
  };
  return (
    <Wizard title={t('restore.title')} current={step} steps={STEPS.map(id => ({ id, label: t(`restore.steps.${id}`) }))} safe={t('restore.safe')} wide>
      {panes[step]()}
      {cancel.error ? <Banner tone="danger" live>{errorText(cancel.error).text}</Banner> : null}
      {step === 'done' || state.step === 'running' ? null : <div className={classes.leave}>{BEFORE[step] ? <Button kind="quiet" onClick={() => setPane(BEFORE[step] ?? null)}>{t('restore.back')}</Button> : null}<Button kind="quiet" loading={cancel.isRunning} onClick={leave}>{t('restore.cancel')}</Button></div>}
    </Wizard>
  );
}

/** The step to go back to, while nothing has been restored yet. */
const BEFORE: Readonly<Partial<Record<Step, 'folder' | 'key'>>> = { key: 'folder', choose: 'key' };

/** Where core stands → what is shown. Choices live on this screen only, so after a reload before `start` one begins with the folder. */
const AFTER: Readonly<Record<OutputOf<'restore', 'state'>['step'], Step>> = {
  idle: 'folder', inspected: 'folder', unlocked: 'folder', running: 'running', failed: 'running', compared: 'compare', adopted: 'done',
};
