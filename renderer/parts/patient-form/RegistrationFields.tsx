import { useState } from 'react';

import { COUNTRIES } from '#shared/domain/clinic/clinic.ts';
import { SEXES } from '#shared/domain/identifiers/identifier.ts';
import { NAME_MAX, PROTECTION_LEVELS } from '#shared/domain/patients/patient.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { DateField, SelectField, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './PatientForm.module.css';
import { NumberHint } from './NumberHint.tsx';
import type { Registration, RegistrationText } from './use-registration.ts';

type TextName = { [K in keyof RegistrationText]: RegistrationText[K] extends string ? K : never }[keyof RegistrationText];

/** The form's fields in the order they are asked; what is seldom needed is folded away. */
export function RegistrationFields({ registration, isTried }: { readonly registration: Registration; readonly isTried: boolean }) {
  const t = useText();
  const { today } = useClinicDay();
  const { text, set, parsed, problems } = registration;
  // A number that came with whoever opened the form is done with: the name is next.
  const [isNumberGiven] = useState(parsed?.ok === true);
  const field = (name: Exclude<TextName, 'country' | 'protection' | 'note'>, maxLength: number, error?: string) => ({
    label: t(`patients.field.${name}`), value: text[name], onChange: (value: string) => set({ [name]: value }), maxLength, error,
  });
  const nameMissing = (value: string) => (isTried && value.trim() === '' ? t('patients.problem.name') : undefined);
  const fault = parsed && !parsed.ok && (isTried || text.number.replaceAll(/\W/g, '').length >= 10) ? t(`patients.number.fault.${parsed.bad}`) : undefined;
  return (
    <>
      <TextField {...field('number', 40, fault)} numeric autoFocus={!isNumberGiven} help={<NumberHint parsed={parsed} />} />
      <div className={classes.pair}>
        <TextField {...field('givenName', NAME_MAX, nameMissing(text.givenName))} autoFocus={isNumberGiven && text.givenName === ''} required />
        <TextField {...field('familyName', NAME_MAX, nameMissing(text.familyName))} required />
      </div>
      <div className={classes.pair}>
        <DateField label={t('patients.field.birthDate')} value={registration.birthDate} onChange={birthDate => set({ birthDate })} today={today} max={today} />
        <SelectField label={t('patients.field.sex')} value={registration.sex} onChange={sex => set({ sex })} options={SEXES.map(value => ({ value, label: t(`patients.sex.${value}`) }))} />
      </div>
      <div className={classes.pair}>
        <TextField {...field('mobile', 60, problems.mobile && (isTried || text.mobile.length > 8) ? t('patients.problem.phone') : undefined)} numeric />
        <TextField {...field('email', 254, problems.email && isTried ? t('patients.problem.email') : undefined)} />
      </div>
      <details className={classes.more}>
        <summary>{t('patients.new.more')}</summary>
        <div className={classes.fields}>
          <TextField {...field('street', 200)} />
          <div className={classes.pair}>
            <TextField {...field('postCode', 20)} numeric />
            <TextField {...field('city', 120)} />
          </div>
          <div className={classes.pair}>
            <SelectField label={t('patients.field.protection')} value={text.protection} onChange={protection => set({ protection: protection ?? 'none' })} options={PROTECTION_LEVELS.map(value => ({ value, label: t(`patients.protection.${value}`) }))} />
            <SelectField label={t('patients.field.numberCountry')} value={text.country} onChange={country => set({ country: country ?? 'SE' })} options={COUNTRIES.map(value => ({ value, label: t(`patients.country.${value}`) }))} />
          </div>
          <TextArea label={t('patients.field.note')} value={text.note} onChange={note => set({ note })} help={t('patients.field.noteHelp')} maxLength={10_000} rows={2} />
        </div>
      </details>
    </>
  );
}
