import type { ReactNode } from 'react';

import { Text } from '#renderer/ui/index.ts';

import classes from './Wizard.module.css';

/** Heading, one or two sentences, and the step's own content. */
export function StepPane({ title, lead, children }: { readonly title: string; readonly lead: string; readonly children: ReactNode }) {
  return (
    <>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.lead}><Text muted>{lead}</Text></p>
      <div className={classes.content}>{children}</div>
    </>
  );
}
