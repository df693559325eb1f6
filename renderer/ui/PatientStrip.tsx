import { IconShieldLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { ClinicalWarning } from './Banner.tsx';
import classes from './PatientStrip.module.css';
import { useFormats, useText } from './text.tsx';

export interface PatientStripProps {
  /** As printed: `19811218-9876`, or the clinic's own temporary id. */
  readonly number: string;
  /** Surname first: "Karlsson, Åsa". */
  readonly name: string;
  readonly age: number | null;
  readonly warnings: readonly string[];
  /** Stands where warnings would, when there are none: whether anybody has asked (K-21). */
  readonly noWarnings?: string;
  readonly isProtected: boolean;
  readonly isDeceased?: boolean;
  /** Calendar dates. */
  readonly nextVisit: string | null;
  readonly lastVisit: string | null;
  /** Buttons at the right end, e.g. "Ny anteckning". */
  readonly actions?: ReactNode;
}

/** Whose record this is. The frame shows it above every screen of a patient; it never scrolls away. */
export function PatientStrip({ number, name, age, warnings, noWarnings, isProtected, isDeceased = false, nextVisit, lastVisit, actions }: PatientStripProps) {
  const t = useText();
  const { shortDate } = useFormats();
  return (
    <section className={classes.strip} aria-label={t('ui.strip.label')} data-patient-strip>
      <span className={classes.number}>{number}</span>
      <strong className={classes.name}>{name}</strong>
      {age === null ? null : <span className={classes.age}>{t('ui.strip.age', { age })}</span>}
      {isDeceased ? <span className={classes.mark}>{t('ui.strip.deceased')}</span> : null}
      {isProtected ? <span className={classes.mark}><IconShieldLock size={16} stroke={1.8} aria-hidden /> {t('ui.strip.protected')}</span> : null}
      <span className={classes.warnings}>{warnings.length === 0 ? noWarnings : warnings.map(warning => <ClinicalWarning key={warning}>{warning}</ClinicalWarning>)}</span>
      <span className={classes.visits}>
        {lastVisit ? <span>{t('ui.strip.last', { date: shortDate(lastVisit) })}</span> : null}
        <span>{nextVisit ? t('ui.strip.next', { date: shortDate(nextVisit) }) : t('ui.strip.noNext')}</span>
      </span>
      {actions ? <span className={classes.actions}>{actions}</span> : null}
    </section>
  );
}
