import { useState, type ReactNode } from 'react';

import { SETUP_STEPS, type SetupStep } from '#shared/contract/session.ts';

import { useQueryOf, useRefresh } from '#renderer/client/index.ts';
import { Wizard } from '#renderer/parts/wizard/index.ts';
import { Button, useText } from '#renderer/ui/index.ts';

import { BackupPlaceStep } from './BackupPlaceStep.tsx';
import { CardStep } from './CardStep.tsx';
import { ClinicStep } from './ClinicStep.tsx';
import { DoneStep } from './DoneStep.tsx';
import { FirstBackupStep } from './FirstBackupStep.tsx';
import { IssuersStep } from './IssuersStep.tsx';
import { KitStep } from './KitStep.tsx';
import classes from './Setup.module.css';

/** Until a card is enrolled the first two steps may be looked at again; after that the clinic exists. */
const REVISITABLE: readonly SetupStep[] = ['clinic', 'issuers', 'card'];

/** The first-run wizard. Core knows which step comes next, so closing the program anywhere loses nothing. */
export function SetupScreen({ onRestore }: { readonly onRestore?: () => void }) {
  const t = useText();
  const refresh = useRefresh();
  const { data } = useQueryOf('setup', 'state', {});
  const [held, setHeld] = useState<SetupStep | null>(null);
  if (!data) return null;
  const step = held ?? data.step;
  /** A step that still shows its result holds the wizard until the person goes on. */
  const hold = () => setHeld(step);
  const next = async () => {
    await Promise.all([refresh('setup'), refresh('session')]);
    setHeld(null);
  };
  const at = SETUP_STEPS.indexOf(step);
  const previous = REVISITABLE.includes(step) && !data.card ? SETUP_STEPS[at - 1] : undefined;
  const advance = () => void next();
  const panes: Readonly<Record<SetupStep, ReactNode>> = {
    clinic: <ClinicStep clinic={data.clinic} onDone={advance} />,
    issuers: <IssuersStep issuers={data.issuers} onHold={hold} onDone={advance} />,
    card: <CardStep onHold={hold} onDone={advance} />,
    kit: <KitStep onDone={advance} />,
    backupPlace: <BackupPlaceStep onDone={advance} />,
    firstBackup: <FirstBackupStep onHold={hold} onDone={advance} />,
    done: <DoneStep onDone={advance} />,
  };
  return (
    <Wizard
      title={t('setup.title')} current={step} steps={SETUP_STEPS.map(id => ({ id, label: t(`setup.steps.${id}`) }))} safe={t('setup.safe')}
      beside={onRestore && at <= 2 ? <div className={classes.restore}><Button onClick={onRestore}>{t('setup.restore')}</Button></div> : null}
    >
      {panes[step]}
      {previous ? <div className={classes.back}><Button kind="quiet" onClick={() => setHeld(previous)}>{t('setup.back')}</Button></div> : null}
    </Wizard>
  );
}
