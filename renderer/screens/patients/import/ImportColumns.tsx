import { IMPORT_FIELDS, type ImportField } from '#shared/domain/patients/import.ts';

import { Banner, SelectField, Text, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import type { Preview } from './use-import.ts';

type Choice = ImportField | 'none';

/** What each column of the file becomes; found by its heading, changed by hand. Open by itself while something is missing. */
export function ImportColumns({ preview, onField }: { readonly preview: Preview; readonly onField: (column: number, field: ImportField | null) => void }) {
  const t = useText();
  const fieldName = (field: ImportField) => t(`patients.import.field.${field}`);
  const options = [{ value: 'none' as Choice, label: t('patients.import.notUsed') }, ...IMPORT_FIELDS.map(value => ({ value: value as Choice, label: fieldName(value) }))];
  const used = preview.mapping.filter(field => field !== null).length;
  return (
    <>
      {preview.missing.length > 0 ? <Banner tone="attention" live>{t('patients.import.missing', { fields: preview.missing.map(fieldName).join(', ') })}</Banner> : null}
      <details className={classes.more} open={preview.missing.length > 0}>
        <summary>{t('patients.import.columns')} ({used}/{preview.headers.length})</summary>
        <Text muted small>{t('patients.import.columnsHelp')}</Text>
        <table className={classes.mapping}>
          <thead><tr><th scope="col">{t('patients.import.column')}</th><th scope="col">{t('patients.import.first')}</th><th scope="col">{t('patients.import.becomes')}</th></tr></thead>
          <tbody>
            {preview.headers.map((header, column) => (
              <tr key={`${column} ${header}`}>
                <th scope="row">{header}</th>
                <td><div className={classes.cells}>{preview.sample.map(row => row[column] ?? '').filter(cell => cell !== '').slice(0, 3).join(' · ')}</div></td>
                <td><SelectField label={`${t('patients.import.becomes')}: ${header}`} value={(preview.mapping[column] ?? 'none') as Choice} onChange={choice => onField(column, choice === 'none' || choice === null ? null : choice)} options={options} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
