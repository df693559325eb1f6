import { IconCheck } from '@tabler/icons-react';

import classes from './Stepper.module.css';
import { useText } from './text.tsx';

export interface StepperProps {
  readonly label: string;
  readonly steps: readonly { readonly id: string; readonly label: string }[];
  /** The step being taken; those before it are done. */
  readonly current: string;
}

/** Where in a procedure one is. A list, not a control: steps are taken in order. */
export function Stepper({ label, steps, current }: StepperProps) {
  const t = useText();
  const at = steps.findIndex(step => step.id === current);
  return (
    <ol className={classes.steps} aria-label={label}>
      {steps.map((step, index) => {
        const state = index < at ? 'done' : index === at ? 'current' : 'ahead';
        return (
          <li key={step.id} className={classes.step} data-state={state} {...(state === 'current' ? { 'aria-current': 'step' as const } : {})}>
            <span className={classes.dot} aria-hidden="true">{state === 'done' ? <IconCheck size={14} stroke={2.5} /> : index + 1}</span>
            <span className={classes.label}>{step.label}</span>
            {state === 'done' ? <span className="kb-visually-hidden">{t('ui.stepper.done')}</span> : null}
          </li>
        );
      })}
    </ol>
  );
}
