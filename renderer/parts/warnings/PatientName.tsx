import { IconAlertTriangle } from '@tabler/icons-react';

import { useText } from '#renderer/ui/index.ts';

import { useWarned } from './warned.ts';
import classes from './Warnings.module.css';

interface PatientNameProps {
  /** Null: booked by name only. */
  readonly id: string | null;
  readonly name: string;
}

/** "Varning: överkänslighet, livshotande" of the gravest current warning; empty without one. Reception sees it too (K-21). */
function useMarkWords(id: string | null): string {
  const t = useText();
  const warned = useWarned(id);
  if (!warned) return '';
  const kind = t(`patients.warning.kind.${warned.kind}`).toLowerCase();
  return warned.severity === 'notRated' ? t('patients.warning.mark', { kind }) : t('patients.warning.markRated', { kind, severity: t(`patients.warning.severity.${warned.severity}`).toLowerCase() });
}

/** A patient's name in a list, and in words that they have a warning, of what kind and how grave (K-21). */
export function PatientName({ id, name }: PatientNameProps) {
  const words = useMarkWords(id);
  return (
    <span className={classes.cell} title={[name, words].filter(Boolean).join(' · ')}>
      <bdi className={classes.name}>{name}</bdi>
      <Mark words={words} />
    </span>
  );
}

/** The same mark alone, where the name is written by somebody else: hits of a search. */
export function WarningMark({ id }: { readonly id: string }) {
  return <Mark words={useMarkWords(id)} />;
}

function Mark({ words }: { readonly words: string }) {
  if (words === '') return null;
  return <span className={classes.mark}><IconAlertTriangle size={14} stroke={2} aria-hidden /><span className={classes.words}>{words}</span></span>;
}
