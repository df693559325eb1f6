import { IconArmchair, IconArrowForwardUp, IconCheck, IconChecks, IconCircle, IconStethoscope, IconUserX, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import classes from './StatusChip.module.css';
import { useText } from './text.tsx';

/** The same words as the agenda's APPOINTMENT_STATUSES (shared/domain/agenda). */
export const VISIT_STATUSES = ['booked', 'confirmed', 'arrived', 'inTreatment', 'done', 'noShow', 'cancelledEarly', 'cancelledLate', 'rescheduled'] as const;
export type VisitStatus = (typeof VISIT_STATUSES)[number];
export type ChipTone = 'neutral' | 'info' | 'ok' | 'attention' | 'danger' | VisitStatus;

const SIGN: Readonly<Record<VisitStatus, typeof IconCheck>> = {
  booked: IconCircle, confirmed: IconCheck, arrived: IconArmchair, inTreatment: IconStethoscope, done: IconChecks, noShow: IconUserX, cancelledEarly: IconX, cancelledLate: IconX, rescheduled: IconArrowForwardUp,
};

/** A state in three ways at once: colour, sign and word. */
export function StatusChip({ tone = 'neutral', icon, children }: { readonly tone?: ChipTone; readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <span className={classes.chip} data-tone={tone}>
      <span className={classes.sign} aria-hidden="true">{icon}</span>
      <span className={classes.word}>{children}</span>
    </span>
  );
}

/** The sign alone, where the word stands elsewhere (agenda events at narrow widths). */
export function VisitSign({ status, size = 14 }: { readonly status: VisitStatus; readonly size?: number }) {
  const Icon = SIGN[status];
  return <Icon size={size} stroke={2} aria-hidden />;
}

export function VisitStatusChip({ status }: { readonly status: VisitStatus }) {
  const t = useText();
  return <StatusChip tone={status} icon={<VisitSign status={status} />}>{t(`ui.visit.${status}`)}</StatusChip>;
}
