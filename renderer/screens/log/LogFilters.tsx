import { ACTION_GROUP_NAMES, type ActionGroup } from '#shared/domain/log/action-groups.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { Button, Checkbox, DateField, SelectField, useText } from '#renderer/ui/index.ts';

import classes from './Log.module.css';
import { PatientPicker } from './PatientPicker.tsx';

/** What is chosen on the filter line. */
export interface LogFilterValue {
  readonly patient: { readonly id: string; readonly label: string } | null;
  readonly userId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly group: ActionGroup | null;
  readonly refusedOnly: boolean;
}

export const NO_FILTER: LogFilterValue = { patient: null, userId: null, from: null, to: null, group: null, refusedOnly: false };

/** Patient, person, days, kind; each change asks at once. */
export function LogFilters({ value, onChange, withPatient }: { readonly value: LogFilterValue; readonly onChange: (value: LogFilterValue) => void; readonly withPatient: boolean }) {
  const t = useText();
  const { today } = useClinicDay();
  const people = useQueryOf('staff', 'list', {});
  const set = (change: Partial<LogFilterValue>) => onChange({ ...value, ...change });
  const isEmpty = JSON.stringify({ ...value, patient: withPatient ? value.patient : null }) === JSON.stringify(NO_FILTER);
  return (
    <div className={classes.filters} role="group" aria-label={t('log.filter.label')}>
      {withPatient ? <div className={classes.patient}><PatientPicker value={value.patient} onChange={patient => set({ patient })} /></div> : null}
      <SelectField label={t('log.filter.person')} value={value.userId} clearable searchable placeholder={t('log.filter.anyone')} options={(people.data?.people ?? []).map(person => ({ value: person.id, label: person.name }))} onChange={userId => set({ userId })} />
      <DateField label={t('log.filter.from')} value={value.from} today={today} max={value.to ?? today} onChange={from => set({ from })} />
      <DateField label={t('log.filter.to')} value={value.to} today={today} max={today} {...(value.from === null ? {} : { min: value.from })} onChange={to => set({ to })} />
      <SelectField label={t('log.filter.group')} value={value.group} clearable searchable={false} placeholder={t('log.filter.any')} options={ACTION_GROUP_NAMES.map(name => ({ value: name, label: t(`log.group.${name}`) }))} onChange={group => set({ group })} />
      <div className={classes.refused}><Checkbox label={t('log.filter.refused')} checked={value.refusedOnly} onChange={refusedOnly => set({ refusedOnly })} /></div>
      {isEmpty ? null : <div className={classes.refused}><Button kind="quiet" onClick={() => onChange({ ...NO_FILTER, patient: withPatient ? null : value.patient })}>{t('log.filter.clear')}</Button></div>}
    </div>
  );
}
