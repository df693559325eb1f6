import type { ReactNode } from 'react';

import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { Section, Text, useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { useCountryName } from './use-country-name.ts';
import { useTimes } from './use-times.ts';

const COLUMNS = ['place', 'country', 'operator', 'class', 'decision', 'protection'] as const;

/** Where the clinic's backups lie, on what ground, who decided, and when it was last tried (DC-30, SG-04, compliance). */
export function ResidencyPart({ targets }: { readonly targets: readonly TargetStatus[] }) {
  const t = useText();
  if (targets.length === 0) return null;
  return (
    <Section title={t('backup.residency.title')}>
      <Text muted>{t('backup.residency.lead')}</Text>
      <div className={classes.wide}>
        <table className={classes.residency}>
          <thead>
            <tr>{COLUMNS.map(id => <th key={id} scope="col">{t(`backup.residency.${id}`)}</th>)}</tr>
          </thead>
          <tbody>{targets.map(target => <ResidencyRow key={target.id} target={target} />)}</tbody>
        </table>
      </div>
    </Section>
  );
}

function ResidencyRow({ target: { name, place } }: { readonly target: TargetStatus }) {
  const t = useText();
  const countryName = useCountryName();
  const { stamp } = useTimes();
  if (place.kind === 'folder') {
    return <Cells cells={[name, t('backup.residency.own'), t('backup.residency.ownOperator'), t('backup.residency.folder'), t('backup.residency.noDecision'), t('backup.residency.folderProtection')]} />;
  }
  const { residency, protection } = place;
  const decided = residency.decision;
  const tried = protection === null ? t('backup.protection.untried') : `${t(protection.report.isProtected ? 'backup.protection.yes' : 'backup.protection.no')}, ${stamp(protection.at)}`;
  return (
    <Cells
      cells={[
        <>{name}<br /><Text muted small>{new URL(place.endpoint).host}</Text></>,
        countryName(residency.country), residency.operator,
        <>{t(`backup.class.${residency.class}`)}<br /><Text muted small>{residency.source ?? t('backup.residency.attested')}</Text></>,
        decided === null ? t('backup.residency.noDecision') : t('backup.residency.decided', { name: decided.byName, when: stamp(decided.at), reason: decided.reason }),
        tried,
      ]}
    />
  );
}

/** One row; in a narrow window each cell stands under the others with its heading before it. */
function Cells({ cells }: { readonly cells: readonly ReactNode[] }) {
  const t = useText();
  return <tr>{COLUMNS.map((id, at) => <td key={id} data-label={t(`backup.residency.${id}`)}><div>{cells[at]}</div></td>)}</tr>;
}
