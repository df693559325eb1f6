import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm, type Resolver } from 'react-hook-form';

import { ROLES, type Role } from '#shared/domain/permissions.ts';
import { PersonDraft, PROFESSIONS } from '#shared/domain/staff/person.ts';

import { Button, Checkbox, SelectField, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Staff.module.css';

const bySchema: Resolver<PersonDraft> = zodResolver(PersonDraft);
export const BLANK_PERSON: PersonDraft = { givenName: '', familyName: '', title: '', profession: 'physician', hsaId: '', roles: ['practitioner'] };

export interface PersonFormProps {
  readonly initial: PersonDraft;
  readonly saveLabel: string;
  readonly isSaving: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly onRoles: (roles: readonly Role[]) => void;
  readonly onSave: (draft: PersonDraft) => void;
}

/** Name, title, HSA-id and roles; checked by the contract's schema, the first wrong field takes the focus. */
export function PersonForm({ initial, saveLabel, isSaving, disabled = false, autoFocus = false, onRoles, onSave }: PersonFormProps) {
  const t = useText();
  const { control, handleSubmit, formState } = useForm<PersonDraft>({ resolver: bySchema, defaultValues: initial, mode: 'onTouched' });
  const wrong = (field: 'givenName' | 'familyName' | 'title' | 'hsaId' | 'roles') => (formState.errors[field] ? t(`staff.form.error.${field}`) : undefined);
  const submit = handleSubmit(onSave);
  const text = (name: 'givenName' | 'familyName' | 'title' | 'hsaId', extra: { readonly help?: string; readonly autoFocus?: boolean; readonly required?: boolean } = {}) => (
    <Controller control={control} name={name} render={({ field }) => <TextField label={t(`staff.form.${name}`)} {...field} disabled={disabled} error={wrong(name)} {...extra} />} />
  );
  return (
    <form className={classes.form} onSubmit={event => void submit(event)} noValidate>
      {text('givenName', { autoFocus, required: true })}
      {text('familyName', { required: true })}
      {text('title', { help: t('staff.form.titleHelp'), required: true })}
      <Controller control={control} name="profession" render={({ field }) => (
        <SelectField label={t('staff.form.profession')} value={field.value} disabled={disabled} options={PROFESSIONS.map(value => ({ value, label: t(`staff.profession.${value}`) }))} onChange={value => field.onChange(value ?? 'other')} />
      )} />
      {text('hsaId', { help: t('staff.form.hsaHelp') })}
      <div data-whole>
        <Controller control={control} name="roles" render={({ field }) => (
          <RoleChoice roles={field.value} error={wrong('roles')} disabled={disabled} onChange={roles => {
            field.onChange(roles);
            onRoles(roles);
          }} />
        )} />
      </div>
      <div data-whole><Button kind="primary" type="submit" loading={isSaving} disabled={disabled}>{saveLabel}</Button></div>
    </form>
  );
}

interface RoleChoiceProps {
  readonly roles: readonly Role[];
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (roles: Role[]) => void;
}

function RoleChoice({ roles, error, disabled, onChange }: RoleChoiceProps) {
  const t = useText();
  return (
    <fieldset className={classes.roles} disabled={disabled}>
      <legend>{t('staff.form.roles')}</legend>
      {ROLES.map(role => (
        <Checkbox key={role} label={t(`staff.role.${role}`)} help={t(`staff.form.roleHelp.${role}`)} checked={roles.includes(role)} disabled={disabled} onChange={checked => onChange(ROLES.filter(one => (one === role ? checked : roles.includes(one))))} />
      ))}
      {error ? <p className={classes.error} role="alert">{error}</p> : null}
    </fieldset>
  );
}
