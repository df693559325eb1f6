import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm, type Resolver } from 'react-hook-form';

import { ClinicDraft, COUNTRIES, isOrganisationNumber } from '#shared/domain/clinic/clinic.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, Checkbox, SelectField, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Setup.module.css';

const ZONES: Readonly<Record<ClinicDraft['country'], string>> = { SE: 'Europe/Stockholm', DK: 'Europe/Copenhagen', NO: 'Europe/Oslo', DE: 'Europe/Berlin' };
const BLANK: ClinicDraft = { name: '', organisationNumber: '', hsaId: '', country: 'SE', timeZone: ZONES.SE, isDemo: false };

const bySchema: Resolver<ClinicDraft> = zodResolver(ClinicDraft);

/** The schema looks at the check digit only when everything else is right; a person wants to see both at once. */
const checkDraft: Resolver<ClinicDraft> = async (draft, context, options) => {
  const result = await bySchema(draft, context, options);
  if (isOrganisationNumber(draft.organisationNumber, draft.country)) return result;
  return { values: {}, errors: { ...result.errors, organisationNumber: { type: 'organisationNumber', message: 'organisationNumber' } } };
};

/**
 * Name, numbers, country: checked by the contract's own schema at Enter, then while it is corrected; the first wrong field
 * takes the focus. Not at blur: an error that appears under the pointer moves the button away from a click already begun.
 */
export function ClinicStep({ clinic, onDone }: { readonly clinic: ClinicDraft | null; readonly onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('setup', 'saveClinic');
  const { control, handleSubmit, formState, setValue } = useForm<ClinicDraft>({ resolver: checkDraft, defaultValues: clinic ?? BLANK });
  const wrong = (field: 'name' | 'organisationNumber' | 'hsaId' | 'timeZone') => (formState.errors[field] ? t(`setup.clinic.error.${field}`) : undefined);
  const submit = handleSubmit(draft => save.start(draft, onDone));
  const text = (name: 'name' | 'organisationNumber' | 'hsaId', extra: { readonly help?: string; readonly autoFocus?: boolean; readonly numeric?: boolean; readonly required?: boolean } = {}) => (
    <Controller control={control} name={name} render={({ field }) => <TextField label={t(`setup.clinic.${name}`)} {...field} error={wrong(name)} {...extra} />} />
  );
  return (
    <StepPane title={t('setup.clinic.title')} lead={t('setup.clinic.lead')}>
      <form className={classes.form} onSubmit={event => void submit(event)} noValidate>
        <div data-whole>{text('name', { autoFocus: true, required: true })}</div>
        {text('organisationNumber', { required: true })}
        {text('hsaId', { help: t('setup.clinic.hsaHelp') })}
        <Controller control={control} name="country" render={({ field }) => (
          <SelectField label={t('setup.clinic.country')} value={field.value} required options={COUNTRIES.map(value => ({ value, label: t(`setup.clinic.countries.${value}`) }))} onChange={value => {
            if (!value) return;
            field.onChange(value);
            setValue('timeZone', ZONES[value]);
          }} />
        )} />
        <Controller control={control} name="timeZone" render={({ field }) => (
          <SelectField label={t('setup.clinic.timeZone')} value={field.value} required error={wrong('timeZone')} searchable options={Intl.supportedValuesOf('timeZone').filter(zone => zone.startsWith('Europe/')).map(zone => ({ value: zone, label: zone.replace('_', ' ') }))} onChange={value => field.onChange(value ?? '')} />
        )} />
        <div data-whole>
          <Controller control={control} name="isDemo" render={({ field }) => <Checkbox label={t('setup.clinic.demo')} help={t('setup.clinic.demoHelp')} checked={field.value} onChange={field.onChange} />} />
        </div>
        {save.error ? <div data-whole><Banner tone="danger" live>{errorText(save.error).text}</Banner></div> : null}
        <div data-whole className={classes.actions}><Button kind="primary" type="submit" loading={save.isRunning}>{t('setup.clinic.save')}</Button></div>
      </form>
    </StepPane>
  );
}
