import { CONSENTS, type Consent } from '#shared/domain/reminders/settings.ts';
import type { Reminder } from '#shared/domain/reminders/reminder.ts';
import { MESSAGE_LANGUAGES, type MessageLanguage } from '#shared/domain/reminders/template.ts';

import { useCommandOf, useErrorText, useMay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Section, SegmentedChoice, SelectField, Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Reminders.module.css';

type OfPatient = OutputOf<'reminders', 'ofPatient'>;

/** On the patient's card: what they said about text messages, why none would go, and those that went. */
export function PatientReminders({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const { data } = useQueryOf('reminders', 'ofPatient', { patientId });
  if (!data) return null;
  return (
    <div className={classes.part}>
      <Section title={t('reminders.patient.title')}>
        <ConsentChoice patientId={patientId} answer={data} />
        {data.hindrance === null ? null : <Text muted>{t(`reminders.patient.hindrance.${data.hindrance}`)}</Text>}
        {data.reminders.length > 0 ? <ul className={classes.sent} aria-label={t('reminders.patient.sent')}>{data.reminders.map(one => <SentLine key={one.id} reminder={one} />)}</ul> : null}
      </Section>
    </div>
  );
}

/** Saved as it is chosen; the answer before stays in the history. */
function ConsentChoice({ patientId, answer }: { readonly patientId: string; readonly answer: OfPatient }) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const save = useCommandOf('reminders', 'setConsent');
  const { consent, language, version } = answer;
  const change = (part: { readonly consent?: Consent; readonly language?: MessageLanguage | null }) => save.start({ patientId, version, consent, language, ...part });
  if (!may('patients.write')) return <Text>{t(`reminders.patient.${consent}`)}</Text>;
  return (
    <>
      <div className={classes.consent}>
        <SegmentedChoice label={t('reminders.patient.consent')} value={consent} onChange={next => change({ consent: next })} options={CONSENTS.map(value => ({ value, label: t(`reminders.patient.${value}`) }))} />
        <SelectField label={t('reminders.patient.language')} value={language ?? 'clinic'} onChange={next => change({ language: next === 'clinic' || next === null ? null : next })}
          options={[{ value: 'clinic', label: t('reminders.patient.languageUnknown') }, ...MESSAGE_LANGUAGES.map(value => ({ value, label: t(`reminders.text.languages.${value}`) }))]} />
      </div>
      {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
    </>
  );
}

function SentLine({ reminder }: { readonly reminder: Reminder }) {
  const t = useText();
  const { stamp } = useFormats();
  return (
    <li>
      <span className={classes.visit}>{t('reminders.patient.of', { when: stamp(reminder.start) })}</span>
      <span data-tone={reminder.problem === null ? undefined : 'attention'}>
        {t(`reminders.patient.state.${reminder.state}`, { when: stamp(reminder.at) })}{reminder.problem === null || reminder.state === 'unknown' ? '' : `: ${t(`reminders.problem.${reminder.problem}`)}`}
      </span>
    </li>
  );
}
