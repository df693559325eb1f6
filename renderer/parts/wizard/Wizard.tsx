import type { ReactNode } from 'react';

import { Stepper } from '#renderer/ui/index.ts';

import classes from './Wizard.module.css';

interface WizardProps<S extends string> {
  readonly title: string;
  readonly steps: readonly { readonly id: S; readonly label: string }[];
  readonly current: S;
  /** What nobody has to worry about, said all the time. */
  readonly safe: string;
  /** Below it, beside every step. */
  readonly beside?: ReactNode;
  /** Room for tables. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The frame of a guide that fills the program before anybody is signed in: where one is on the left, the step on the right. */
export function Wizard<S extends string>({ title, steps, current, safe, beside, wide = false, children }: WizardProps<S>) {
  return (
    <div className={classes.wizard}>
      <aside className={classes.side}>
        <h1 className={classes.sideTitle}>{title}</h1>
        <Stepper label={title} current={current} steps={steps} />
        <p className={classes.safe}>{safe}</p>
        {beside}
      </aside>
      <div className={classes.pane}>
        <div className={classes.paneBody} data-wide={wide || undefined} key={current}>{children}</div>
      </div>
    </div>
  );
}
