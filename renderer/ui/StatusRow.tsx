import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconExclamationCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import classes from './StatusRow.module.css';

export interface StatusRowProps {
  readonly tone: 'ok' | 'attention' | 'danger' | 'none';
  /** What it is about: "Säkerhetskopia". */
  readonly label: string;
  /** How it stands, in words: "1 h sedan, återställningsbar". */
  readonly value: ReactNode;
  readonly detail?: ReactNode;
  readonly action?: ReactNode;
}

const ICON = { ok: IconCircleCheck, attention: IconAlertTriangle, danger: IconExclamationCircle, none: IconCircleDashed } as const;

/** One line about one thing, for start pages: sign, name, state, what to do. */
export function StatusRow({ tone, label, value, detail, action }: StatusRowProps) {
  const Icon = ICON[tone];
  return (
    <div className={classes.row} data-tone={tone}>
      <Icon className={classes.icon} size={20} stroke={1.8} aria-hidden />
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{value}</span>
      {detail ? <span className={classes.detail}>{detail}</span> : null}
      {action ? <span className={classes.action}>{action}</span> : null}
    </div>
  );
}
