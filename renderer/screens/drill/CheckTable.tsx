import type { DrillLine } from '#shared/domain/drill/drill.ts';

import { useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Drill.module.css';

/** Everything a drill looked at, line by line. */
export function CheckTable({ lines }: { readonly lines: readonly DrillLine[] }) {
  const t = useText();
  const { number } = useFormats();
  const figure = (line: DrillLine, value: number): string => (line.outcome === 'skipped' ? '–' : number(value));
  return (
    <table className={classes.checks}>
      <thead>
        <tr>{(['check', 'checked', 'wrong', 'result'] as const).map(name => <th key={name} scope="col">{t(`drill.certificate.${name}`)}</th>)}</tr>
      </thead>
      <tbody>
        {lines.map(line => (
          <tr key={line.check} data-outcome={line.outcome}>
            <th scope="row">{t(`drill.check.${line.check}`)}</th>
            <td>{figure(line, line.checked)}</td>
            <td>{figure(line, line.wrong)}</td>
            <td>{t(`drill.certificate.${line.outcome}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
