import { useClinicDay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { EmptyState, useFormats, useHasText, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { Failure } from './Failure.tsx';

type Entry = OutputOf<'patients', 'history'>[number];
type Change = Entry['changes'][number];

/** Ids and what goes without saying: the reason beside them tells. */
const UNTOLD: ReadonlySet<string> = new Set(['merged_into', 'is_next_of_kin', 'identity_checked_on']);

/** Every change with its old value, who and when (G-03). */
export function HistoryPart({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const { time } = useFormats();
  const { timeZone } = useClinicDay();
  const { data, error } = useQueryOf('patients', 'history', { id: patientId });
  if (error) return <Failure error={error} />;
  if (!data) return null;
  if (data.length === 0) return <EmptyState title={t('patients.history.empty')} />;
  return (
    <ul className={classes.history} aria-label={t('patients.history.title')}>
      {data.map((entry, index) => (
        <li key={`${entry.at} ${entry.part} ${index}`}>
          <span className={classes.rowValue}>{entry.at.slice(0, 10)} {time(entry.at, timeZone)}</span>
          <span>{entry.by}</span>
          <span className={classes.rowLabel}>{t(`patients.history.parts.${entry.part}`)}</span>
          <ul className={classes.changes}>{entry.changes.filter(change => !UNTOLD.has(change.field)).map(change => <li key={change.field}><bdi><Words part={entry.part} change={change} /></bdi></li>)}</ul>
        </li>
      ))}
    </ul>
  );
}

/** Where the words of coded values stand, by field; `kind` differs from part to part. */
const VALUE_WORDS: Readonly<Record<string, string>> = {
  'sex': 'patients.sex', 'protection': 'patients.protection', 'identity_proof': 'patients.proof', 'identity_level': 'patients.identityLevel', 'severity': 'patients.warning.severity', 'source': 'patients.warning.source',
  'identifier.kind': 'patients.kind', 'contact.kind': 'patients.contactKind', 'address.kind': 'patients.addressKind', 'warning.kind': 'patients.warning.kind',
};

function useValueWords(): (part: string, field: string, value: string) => string {
  const t = useText() as (key: string) => string;
  const hasText = useHasText();
  return (part, field, value) => {
    if (field === 'ended_at') return value.slice(0, 10);
    const key = `${VALUE_WORDS[`${part}.${field}`] ?? VALUE_WORDS[field] ?? ''}.${value}`;
    return hasText(key) ? t(key) : value;
  };
}

function Words({ part, change }: { readonly part: string; readonly change: Change }) {
  const t = useText();
  const hasText = useHasText();
  const wordsOf = useValueWords();
  const key = `patients.history.field.${change.field}`;
  const field = hasText(key) ? (t as (id: string) => string)(key) : change.field;
  const from = change.from === null ? null : wordsOf(part, change.field, change.from);
  const to = change.to === null ? null : wordsOf(part, change.field, change.to);
  if (from === null) return <>{t('patients.history.added', { field, to: to ?? '' })}</>;
  if (to === null) return <>{t('patients.history.removed', { field, from })}</>;
  return <>{t('patients.history.changed', { field, from, to })}</>;
}
