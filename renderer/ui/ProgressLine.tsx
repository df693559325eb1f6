import { Progress } from '@mantine/core';

import classes from './ProgressLine.module.css';
import { useFormats, useText } from './text.tsx';

export interface ProgressLineProps {
  /** What is going on: "Kontrollerar säkerhetskopian". */
  readonly label: string;
  readonly done: number;
  /** 0 while it is not known yet. */
  readonly total: number;
  readonly unit?: 'items' | 'bytes';
  readonly timeLeftMs?: number | null;
}

/** A long operation: how far, of how much, how long left. It may be left running. */
export function ProgressLine({ label, done, total, unit = 'items', timeLeftMs }: ProgressLineProps) {
  const t = useText();
  const { bytes, number, duration } = useFormats();
  const amount = (value: number) => (unit === 'bytes' ? bytes(value) : number(value));
  const known = total > 0;
  const percent = known ? Math.min(100, (done / total) * 100) : 100;
  return (
    <div className={classes.progress}>
      <div className={classes.words} aria-live="polite">
        <span>{label}</span>
        <span className={classes.amount}>{known ? t('ui.progress.of', { done: amount(done), total: amount(total) }) : done > 0 ? amount(done) : ''}</span>
        {timeLeftMs === null || timeLeftMs === undefined ? null : <span className={classes.amount}>{t('ui.progress.left', { time: duration(Math.max(1, Math.ceil(timeLeftMs / 1000)) * 1000) })}</span>}
      </div>
      <Progress value={percent} size={6} radius={3} aria-label={label} animated={!known} transitionDuration={100} color="petrol" />
    </div>
  );
}
