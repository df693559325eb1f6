import type { IdentifierResult } from '#shared/domain/identifiers/identifier.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

import { ageOf } from './person.ts';
import classes from './PatientForm.module.css';

/** What a typed number is, live: kind, birth date, age, and what to ask about. */
export function NumberHint({ parsed }: { readonly parsed: IdentifierResult | null }) {
  const t = useText();
  const { today } = useClinicDay();
  if (!parsed?.ok) return <>{t('patients.field.numberHelp')}</>;
  const born = parsed.birthDate;
  return (
    <span className={classes.ok} aria-live="polite">
      {t('patients.number.ok', { kind: t(`patients.kind.${parsed.kind}`), born: born ?? 'none', age: ageOf(born, today) ?? 0 })}
      {parsed.notes.map(note => <span key={note} className={classes.note}>{t(`patients.number.note.${note}`)}</span>)}
    </span>
  );
}
