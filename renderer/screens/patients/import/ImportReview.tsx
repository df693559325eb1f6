import { IMPORT_ENCODINGS } from '#shared/domain/patients/import.ts';

import { Button, DataTable, SegmentedChoice, SelectField, Text, useText, type DataColumn, type Translate } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { ImportColumns } from './ImportColumns.tsx';
import { ImportFailure, WritingLine } from './ImportProgress.tsx';
import type { ImportLine, ImportWork, Preview, Show } from './use-import.ts';

const SEPARATORS = [[';', 'semicolon'], [',', 'comma'], ['\t', 'tab'], ['|', 'pipe']] as const;

/** The dry run: counts, how the file was read, what each column becomes, and every line with its reason. */
export function ImportReview({ work, preview }: { readonly work: ImportWork; readonly preview: Preview }) {
  const t = useText();
  const { counts } = preview;
  const filters: readonly (readonly [Show, string, number])[] = [
    ['all', t('patients.import.showAll'), counts.rows], ['goIn', t('patients.import.showGoIn'), counts.goIn], ['remarks', t('patients.import.showRemarks'), counts.withRemarks],
    ['alreadyThere', t('patients.import.showAlready'), counts.alreadyThere], ['refused', t('patients.import.showRefused'), counts.refused],
  ];
  return (
    <div className={classes.importBody}>
      <div className={classes.importHead}>
        <div className={classes.counts} aria-live="polite">
          <span className={classes.countMain}>{t('patients.import.counts.goIn', { count: counts.goIn })}</span>
          <span>{t('patients.import.counts.remarks', { count: counts.withRemarks })}</span>
          <span>{t('patients.import.counts.alreadyThere', { count: counts.alreadyThere })}</span>
          <span>{t('patients.import.counts.refused', { count: counts.refused })}</span>
          <Text muted>{t('patients.import.counts.rows', { count: counts.rows })}</Text>
        </div>
        {work.isWriting ? <WritingLine /> : null}
        <ImportFailure error={work.error} />
        <HowRead work={work} preview={preview} />
        <ImportColumns preview={preview} onField={work.setField} />
      </div>
      <div className={classes.filter}>
        <SegmentedChoice label={t('patients.import.show')} value={work.show} onChange={work.setShow} options={filters.map(([value, label, count]) => ({ value, label: `${label} (${count})` }))} />
      </div>
      <div className={classes.table}>
        <DataTable label={t('patients.import.table')} columns={lineColumns(t, work)} rows={preview.lines} rowKey={line => String(line.line)} rowTone={line => (line.outcome === 'refused' ? 'danger' : line.outcome === 'alreadyThere' ? 'muted' : line.remarks.length > 0 ? 'attention' : undefined)} empty={<Text muted>{t('patients.import.noLines')}</Text>} />
      </div>
    </div>
  );
}

function HowRead({ work, preview }: { readonly work: ImportWork; readonly preview: Preview }) {
  const t = useText();
  return (
    <div className={classes.choices}>
      <SelectField label={t('patients.import.encoding')} value={preview.encoding} onChange={encoding => work.setOptions({ encoding })} options={IMPORT_ENCODINGS.map(value => ({ value, label: value === 'windows-1252' ? 'Windows-1252' : value.toUpperCase() }))} />
      <SelectField label={t('patients.import.separator')} value={preview.separator} onChange={separator => work.setOptions({ separator, mapping: null })} options={SEPARATORS.map(([value, name]) => ({ value, label: t(`patients.import.separators.${name}`) }))} />
      <SelectField label={t('patients.import.dateOrder')} value={work.options.dateOrder ?? 'dmy'} onChange={dateOrder => work.setOptions({ dateOrder: dateOrder ?? 'dmy' })} options={[{ value: 'dmy', label: t('patients.import.dmy') }, { value: 'mdy', label: t('patients.import.mdy') }]} />
    </div>
  );
}

function lineColumns(t: Translate, work: ImportWork): readonly DataColumn<ImportLine>[] {
  const why = (line: ImportLine) => [
    ...(line.problem ? [t(`patients.import.problem.${line.problem}`)] : line.remarks.map(remark => t(`patients.import.remark.${remark}`))),
    ...(line.clashesWith.length > 0 ? [t('patients.import.clash', { lines: line.clashesWith.join(', ') })] : []),
  ].join('. ');
  return [
    { id: 'line', header: t('patients.import.row'), width: '72px', align: 'end', cell: line => line.line, sort: line => line.line },
    { id: 'name', header: t('patients.import.name'), width: 'minmax(160px, 1fr)', cell: line => <bdi className={classes.name}>{line.name}</bdi>, sort: line => line.name },
    { id: 'number', header: t('patients.import.number'), width: '150px', numeric: true, cell: line => line.number },
    { id: 'outcome', header: t('patients.import.outcome'), width: '120px', cell: line => t(`patients.import.outcomes.${line.outcome}`), sort: line => line.outcome },
    { id: 'why', header: t('patients.import.why'), width: 'minmax(240px, 3fr)', cell: line => <span className={classes.why} title={why(line)}>{why(line)}</span> },
    { id: 'do', header: '', width: '150px', align: 'end', cell: line => <Choice line={line} work={work} t={t} /> },
  ];
}

/** Only where two names stand with one number does a person decide (H56). */
function Choice({ line, work, t }: { readonly line: ImportLine; readonly work: ImportWork; readonly t: Translate }) {
  const isChosen = work.options.chosen?.includes(line.line) ?? false;
  if (line.problem !== 'sameNumberOtherName' && !isChosen) return null;
  return <Button size="dense" onClick={() => work.toggleChosen(line)}>{isChosen ? t('patients.import.untake') : t('patients.import.take')}</Button>;
}
