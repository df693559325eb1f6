import { useState, type ReactNode } from 'react';

import { useGo } from '#renderer/commands/index.ts';
import { Button, Page, Stepper, useText } from '#renderer/ui/index.ts';

import { AddressStep } from './AddressStep.tsx';
import { DoneStep } from './DoneStep.tsx';
import { NameStep } from './NameStep.tsx';
import { ProbeStep } from './ProbeStep.tsx';
import classes from './Server.module.css';
import { EMPTY_DRAFT, type ServerProgress } from './server-draft.ts';
import { VerdictStep } from './VerdictStep.tsx';

const STEPS = ['address', 'verdict', 'probe', 'name', 'sheet'] as const;
type Step = (typeof STEPS)[number];
/** The step to go back to while nothing has been added. */
const BEFORE: Readonly<Partial<Record<Step, Step>>> = { verdict: 'address', probe: 'verdict', name: 'probe' };

/** A server as a place for backups: where it is, whether it may be used, what it protects, its name, its sheet. */
export function AddServerScreen() {
  const t = useText();
  const go = useGo();
  const [step, setStep] = useState<Step>('address');
  const [progress, setProgress] = useState<ServerProgress>({ draft: EMPTY_DRAFT, verdict: null, decision: null, report: null });
  const [added, setAdded] = useState<{ readonly targetId: string; readonly name: string } | null>(null);
  const next = (to: Step, found: Partial<ServerProgress>) => {
    setProgress(known => ({ ...known, ...found }));
    setStep(to);
  };
  const before = BEFORE[step];
  const isRefused = step === 'verdict' && progress.verdict?.class === 'refused';
  const panes: Readonly<Record<Step, () => ReactNode>> = {
    address: () => <AddressStep draft={progress.draft} onJudged={(draft, verdict) => next('verdict', { draft, verdict, decision: draft.endpoint === progress.draft.endpoint ? progress.decision : null, report: null })} />,
    verdict: () => progress.verdict && <VerdictStep host={progress.draft.endpoint} verdict={progress.verdict} decision={progress.decision} onAllowed={decision => next('probe', { decision, report: null })} />,
    probe: () => <ProbeStep progress={progress} onGoOn={report => next('name', { report })} onAddress={() => setStep('address')} />,
    name: () => <NameStep progress={progress} onAdded={(targetId, name) => {
      setAdded({ targetId, name });
      next('sheet', { draft: EMPTY_DRAFT });
    }} />,
    sheet: () => added && <DoneStep target={added} onDone={() => go('/backup')} />,
  };
  return (
    <Page title={t('backup.server.title')}>
      <div className={classes.flow}>
        <Stepper label={t('backup.server.title')} current={step} steps={STEPS.map(id => ({ id, label: t(`backup.server.steps.${id}`) }))} />
        <div className={classes.pane} key={step}>
          {panes[step]()}
          {step === 'sheet' ? null : (
            <div className={classes.leave}>
              {before ? <Button kind={isRefused ? 'primary' : 'quiet'} autoFocus={isRefused} onClick={() => setStep(before)}>{t('backup.server.back')}</Button> : null}
              <Button kind="quiet" onClick={() => go('/backup')}>{t('backup.server.cancel')}</Button>
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}
