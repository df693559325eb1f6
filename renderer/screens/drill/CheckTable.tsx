import type { DrillLine } from '#shared/domain/drill/drill.ts';

import { useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Drill.module.css';

/** Everything a drill looked at, line by line. */
export function CheckTable({ lines }: { readonly lines: readonly DrillLine[] }) {
  const t = useText();
  const { number } = useFormats();
  // "0 0 Stämmer" says nothing to anybody: what there was none of is said in words.
  const isEmpty = (line: DrillLine): boolean => line.outcome === 'ok' && line.checked === 0;
  const checked = (line: DrillLine): string => (line.outcome === 'skipped' || isEmpty(line) ? '–' : number(line.checked));
  const wrong = (line: DrillLine): string => (line.outcome === 'skipped' || isEmpty(line) ? '–' : line.wrong === 0 ? t('drill.certificate.noneWrong') : number(line.wrong));
  return (
    <table className={classes.checks}>
      <thead>
        <tr>{(['check', 'checked', 'wrong', 'result'] as const).map(name => <th key={name} scope="col">{t(`drill.certificate.${name}`)}</th>)}</tr>
      </thead>
      <tbody>
        {lines.map(line => (
          <tr key={line.check} data-outcome={line.outcome}>
            <th scope="row">{t(`drill.check.${line.check}`)}</th>
            <td>{checked(line)}</td>
            <td>{wrong(line)}</td>
            <td>{t(isEmpty(line) ? 'drill.certificate.nothing' : `drill.certificate.${line.outcome}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
