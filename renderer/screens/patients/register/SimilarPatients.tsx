import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, Text, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { useSettled } from '../use-settled.ts';
import { ageOf, nameOf, PATIENT_PATH, type Hit } from '../words.ts';
import type { Registration } from './use-registration.ts';

/** Who the person being registered might already be, while the form is being filled in (complaint 9). */
export function SimilarPatients({ registration }: { readonly registration: Registration }) {
  const t = useText();
  const { text, parsed, birthDate } = registration;
  const asked = useSettled(JSON.stringify({ number: parsed?.ok ? { country: text.country, text: text.number } : null, givenName: text.givenName.trim(), familyName: text.familyName.trim(), birthDate }), 250);
  const input = JSON.parse(asked) as { number: { country: typeof text.country; text: string } | null; givenName: string; familyName: string; birthDate: string | null };
  const isWorthAsking = input.number !== null || (input.givenName.length > 1 && input.familyName.length > 1);
  const { data } = useQueryOf('patients', 'findSimilar', input, { enabled: isWorthAsking, keepPrevious: true });
  if (!isWorthAsking || !data) return null;
  return (
    <div className={classes.aside} aria-live="polite">
      {data.sameNumber ? <Banner tone="danger" title={t('patients.new.same')}><ul className={classes.similar}><li><One hit={data.sameNumber} /></li></ul></Banner> : null}
      {data.similar.length > 0 ? (
        <Banner tone="attention" title={t('patients.new.similar')}>
          <Text muted>{t('patients.new.similarHelp')}</Text>
          <ul className={classes.similar}>{data.similar.map(hit => <li key={hit.id}><One hit={hit} /></li>)}</ul>
        </Banner>
      ) : null}
    </div>
  );
}

function One({ hit }: { readonly hit: Hit }) {
  const t = useText();
  const go = useGo();
  const { today } = useClinicDay();
  const age = ageOf(hit.birthDate, today);
  return (
    <>
      <span>
        <strong><bdi>{nameOf(hit)}</bdi></strong>
        <br />
        <span className={classes.similarDetail}>{[hit.number, hit.birthDate, age === null ? null : t('ui.strip.age', { age }), hit.phone].filter(Boolean).join(' · ')}</span>
      </span>
      <Button size="dense" onClick={() => go(PATIENT_PATH, { params: { patientId: hit.id } })}>{t('patients.new.open')}</Button>
    </>
  );
}
