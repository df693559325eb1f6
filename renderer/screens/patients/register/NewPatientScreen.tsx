import { useState } from 'react';

import { useErrorText } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { RegistrationFields, SimilarPatients, textOf, useRegistration } from '#renderer/parts/patient-form/index.ts';
import { Banner, Button, notify, Page, Text, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { PATIENT_PATH } from '../words.ts';
import { takeOver } from '../prefill.ts';
import { useEnterMovesOn } from './enter-moves-on.ts';

/** One form: number first, the rest follows from it or is typed; Enter moves on (task 4A 3). */
export function NewPatientScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const registration = useRegistration(() => textOf(takeOver()));
  const [isTried, setTried] = useState(false);
  const save = (): void => {
    setTried(true);
    registration.save(({ id, name, number }) => {
      notify(t('patients.new.saved', { name, number }));
      go(PATIENT_PATH, { params: { patientId: id }, replace: true });
    });
  };
  const form = useEnterMovesOn(save);
  useCommands([{ id: 'patients.save', message: 'patients.new.save', shortcut: 'mod+s', quiet: true, run: save }]);
  return (
    <Page title={t('patients.new.title')}>
      <div className={classes.form}>
        <form className={classes.fields} noValidate ref={form} onSubmit={event => { event.preventDefault(); save(); }}>
          <RegistrationFields registration={registration} isTried={isTried} />
          {registration.error ? <Banner tone="danger" live>{errorText(registration.error).text}</Banner> : null}
          <div className={classes.actions}>
            <Button kind="primary" type="submit" shortcut="mod+s" loading={registration.isRunning}>{t('patients.new.save')}</Button>
            <Text muted small>{t('patients.new.enter')}</Text>
          </div>
        </form>
        <SimilarPatients registration={registration} label={t('patients.new.open')} onChoose={hit => go(PATIENT_PATH, { params: { patientId: hit.id } })} />
      </div>
    </Page>
  );
}
