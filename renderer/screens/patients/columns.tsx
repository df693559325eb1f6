import { IconShieldLock } from '@tabler/icons-react';

import { PatientName } from '#renderer/parts/warnings/index.ts';
import type { DataColumn, Translate } from '#renderer/ui/index.ts';

import classes from './Patients.module.css';
import { ageOf, nameOf, type Hit } from './words.ts';

/** Columns of a list of patients; headings sort where the whole list is at hand in name order. */
export function patientColumns(t: Translate, today: string, isSortable: boolean): readonly DataColumn<Hit>[] {
  const sort = (by: (hit: Hit) => string | number | null) => (isSortable ? { sort: by } : {});
  return [
    { id: 'number', header: t('patients.column.number'), width: '140px', numeric: true, cell: hit => hit.number ?? t('patients.noNumber'), ...sort(hit => hit.number) },
    { id: 'name', header: t('patients.column.name'), width: 'minmax(200px, 2fr)', cell: hit => <PatientName id={hit.id} name={nameOf(hit)} />, ...sort(nameOf) },
    { id: 'birthDate', header: t('patients.column.birthDate'), width: '104px', numeric: true, cell: hit => hit.birthDate ?? '', ...sort(hit => hit.birthDate), hideBelow: 760 },
    { id: 'age', header: t('patients.column.age'), width: '64px', align: 'end', cell: hit => ageOf(hit.birthDate, today) ?? '' },
    { id: 'sex', header: t('patients.column.sex'), width: '104px', cell: hit => (hit.sex === 'U' ? '' : t(`patients.sex.${hit.sex}`)), hideBelow: 900 },
    { id: 'phone', header: t('patients.column.phone'), width: 'minmax(130px, 1fr)', numeric: true, cell: hit => (hit.protection === 'none' ? (hit.phone ?? '') : <span className={classes.mark}>{t('patients.hidden')}</span>) },
    { id: 'marks', header: t('patients.column.marks'), width: 'minmax(140px, 1fr)', cell: hit => <Marks hit={hit} t={t} />, hideBelow: 700 },
  ];
}

function Marks({ hit, t }: { readonly hit: Hit; readonly t: Translate }) {
  return (
    <span className={classes.marks}>
      {hit.protection === 'none' ? null : <span className={classes.mark}><IconShieldLock size={14} stroke={1.8} aria-hidden /> {t(`patients.protection.${hit.protection}`)}</span>}
      {hit.deceasedOn ? <span>{t('patients.deceased')}</span> : null}
      {hit.mergedInto ? <span>{t('patients.merged')}</span> : null}
    </span>
  );
}
