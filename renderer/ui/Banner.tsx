import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import classes from './Banner.module.css';

export type BannerTone = 'info' | 'ok' | 'attention' | 'danger';

export interface BannerProps {
  readonly tone?: BannerTone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Read out at once when it appears; for failures. */
  readonly live?: boolean;
  /** Small code for support, shown copyable under the text. */
  readonly code?: string | undefined;
}

const ICON = { info: IconInfoCircle, ok: IconCircleCheck, attention: IconAlertTriangle, danger: IconExclamationCircle } as const;

/** A sentence that must be seen: icon, edge and words; the colour only helps. */
export function Banner({ tone = 'info', title, children, actions, live = false, code }: BannerProps) {
  const Icon = ICON[tone];
  return (
    <div className={classes.banner} data-tone={tone} role={live ? 'alert' : 'note'}>
      <Icon className={classes.icon} size={20} stroke={1.8} aria-hidden />
      <div className={classes.text}>
        {title ? <strong className={classes.title}>{title}</strong> : null}
        {children ? <div>{children}</div> : null}
        {code ? <code className={classes.code}>{code}</code> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}

/** A clinical warning (K-21): reserved look, thick left edge, icon and text. Nothing else looks like this. */
export function ClinicalWarning({ children }: { readonly children: ReactNode }) {
  return (
    <span className={classes.clinical}>
      <IconAlertTriangle size={16} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
