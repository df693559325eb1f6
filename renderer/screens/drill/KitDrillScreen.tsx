import { useState } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Page, Stepper, useText } from '#renderer/ui/index.ts';

import classes from './Drill.module.css';
import { CodesStep } from './CodesStep.tsx';
import { type KitPlace, PlaceStep } from './PlaceStep.tsx';
import { TrialStep } from './TrialStep.tsx';

const STEPS = ['place', 'codes', 'trial'] as const;
const STEP_WORDS = { place: 'drill.guide.stepPlace', codes: 'drill.guide.stepCodes', trial: 'drill.guide.stepTrial' } as const;

/** The yearly drill: restore with what stands on the paper, as a stranger would, and nothing from this computer (J-20). */
export function KitDrillScreen() {
  const t = useText();
  const errorText = useErrorText();
  const begin = useCommandOf('drill', 'runWithKit');
  const [step, setStep] = useState<(typeof STEPS)[number]>('place');
  const [place, setPlace] = useState<KitPlace>({ kind: 'folder', path: '' });
  const [startedAt, setStartedAt] = useState<string | null>(null);
  // The codes are in the field and in this one call; they are in no state that outlives the step.
  const start = (kit: string) => {
    const now = new Date().toISOString();
    begin.start({ kit, place }, () => {
      setStartedAt(now);
      setStep('trial');
    });
  };
  const choose = (chosen: KitPlace) => {
    setPlace(chosen);
    begin.reset();
    setStep('codes');
  };
  return (
    <Page title={t('drill.guide.title')} narrow>
      <div className={classes.guide}>
        <Stepper label={t('drill.guide.steps')} current={step} steps={STEPS.map(id => ({ id, label: t(STEP_WORDS[id]) }))} />
        {step === 'place' ? <PlaceStep known={place} onChosen={choose} /> : null}
        {step === 'codes' ? <CodesStep isRunning={begin.isRunning} onBack={() => setStep('place')} onCodes={start} /> : null}
        {step === 'codes' && begin.error ? <Banner tone="danger" live>{errorText(begin.error).text}</Banner> : null}
        {step === 'trial' ? <TrialStep startedAt={startedAt ?? ''} onAgain={() => setStep('codes')} /> : null}
      </div>
    </Page>
  );
}
