import { IconAlertTriangle } from '@tabler/icons-react';

import { useText } from '#renderer/ui/index.ts';

import { useWarned } from './warned.ts';
import classes from './Warnings.module.css';

interface PatientNameProps {
  /** Null: booked by name only. */
  readonly id: string | null;
  readonly name: string;
}

/** A patient's name in a list, and in words that they have a warning and of what kind (K-21). */
export function PatientName({ id, name }: PatientNameProps) {
  const t = useText();
  const warned = useWarned(id);
  const words = warned ? t('patients.warning.mark', { kind: t(`patients.warning.kind.${warned.kind}`).toLowerCase() }) : '';
  return (
    <span className={classes.cell} title={[name, words].filter(Boolean).join(' · ')}>
      <bdi className={classes.name}>{name}</bdi>
      {warned ? <span className={classes.mark}><IconAlertTriangle size={14} stroke={2} aria-hidden /><span className={classes.words}>{words}</span></span> : null}
    </span>
  );
}
