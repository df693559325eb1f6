import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { useSettled } from '#renderer/parts/use-settled.ts';
import { Banner, Button, Text, useText } from '#renderer/ui/index.ts';

import { ageOf, nameOf, type Hit } from './person.ts';
import classes from './PatientForm.module.css';
import type { Registration } from './use-registration.ts';

interface SimilarPatientsProps {
  readonly registration: Registration;
  /** What one of them can be chosen for: "Öppna", "Boka den här". */
  readonly label: string;
  readonly onChoose: (hit: Hit) => void;
}

/** Who the person being registered might already be, while the form is being filled in (complaint 9). */
export function SimilarPatients({ registration, label, onChoose }: SimilarPatientsProps) {
  const t = useText();
  const { text, parsed, birthDate } = registration;
  const asked = useSettled(JSON.stringify({ number: parsed?.ok ? { country: text.country, text: text.number } : null, givenName: text.givenName.trim(), familyName: text.familyName.trim(), birthDate }), 250);
  const input = JSON.parse(asked) as { number: { country: typeof text.country; text: string } | null; givenName: string; familyName: string; birthDate: string | null };
  const isWorthAsking = input.number !== null || (input.givenName.length > 1 && input.familyName.length > 1);
  const { data } = useQueryOf('patients', 'findSimilar', input, { enabled: isWorthAsking, keepPrevious: true });
  if (!isWorthAsking || !data) return null;
  return (
    <div className={classes.aside} aria-live="polite">
      {data.sameNumber ? <Banner tone="danger" title={t('patients.new.same')}><ul className={classes.similar}><li><One hit={data.sameNumber} label={label} onChoose={onChoose} /></li></ul></Banner> : null}
      {data.similar.length > 0 ? (
        <Banner tone="attention" title={t('patients.new.similar')}>
          <Text muted>{t('patients.new.similarHelp')}</Text>
          <ul className={classes.similar}>{data.similar.map(hit => <li key={hit.id}><One hit={hit} label={label} onChoose={onChoose} /></li>)}</ul>
        </Banner>
      ) : null}
    </div>
  );
}

function One({ hit, label, onChoose }: Omit<SimilarPatientsProps, 'registration'> & { readonly hit: Hit }) {
  const t = useText();
  const { today } = useClinicDay();
  const age = ageOf(hit.birthDate, today);
  return (
    <>
      <span>
        <strong><bdi>{nameOf(hit)}</bdi></strong>
        <br />
        <span className={classes.similarDetail}>{[hit.number, hit.birthDate, age === null ? null : t('ui.strip.age', { age }), hit.phone].filter(Boolean).join(' · ')}</span>
      </span>
      <Button size="dense" onClick={() => onChoose(hit)}>{label}</Button>
    </>
  );
}
