import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle } from '@tabler/icons-react';

import classes from './Backup.module.css';
import type { Proof } from './use-proof.ts';

const ICON = { ok: IconCircleCheck, attention: IconAlertTriangle, danger: IconExclamationCircle } as const;

/** Can the clinic be restored? One line that answers it, and what to do when it cannot. */
export function ProofLine({ proof }: { readonly proof: Proof }) {
  const Icon = ICON[proof.tone];
  return (
    <div className={classes.proof} data-tone={proof.tone} role="status">
      <Icon className={classes.proofIcon} size={28} stroke={1.6} aria-hidden />
      <div className={classes.proofWords}>
        <p className={classes.headline}>{proof.headline}</p>
        {proof.details.map(detail => <p key={detail} className={classes.detail}>{detail}</p>)}
      </div>
    </div>
  );
}
