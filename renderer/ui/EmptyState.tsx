import type { ReactNode } from 'react';

import classes from './EmptyState.module.css';
import { KeyHint } from './KeyHint.tsx';

export interface EmptyStateProps {
  /** What belongs here: "Inga besök i dag." */
  readonly title: string;
  /** How it gets here. */
  readonly children?: ReactNode;
  /** The key that creates it, with the word for what happens. */
  readonly hint?: { readonly keys: string; readonly label: string };
  readonly action?: ReactNode;
}

export function EmptyState({ title, children, hint, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      {children ? <p className={classes.body}>{children}</p> : null}
      {hint ? <p className={classes.hint}><KeyHint keys={hint.keys} /> {hint.label}</p> : null}
      {action}
    </div>
  );
}
