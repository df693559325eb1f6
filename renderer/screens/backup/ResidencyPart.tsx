import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { Section, Text, useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { useCountryName } from './use-country-name.ts';
import { useTimes } from './use-times.ts';

/** Where the clinic's backups lie, on what ground, who decided, and when it was last tried (DC-30, SG-04, compliance). */
export function ResidencyPart({ targets }: { readonly targets: readonly TargetStatus[] }) {
  const t = useText();
  if (targets.length === 0) return null;
  return (
    <Section title={t('backup.residency.title')}>
      <Text muted>{t('backup.residency.lead')}</Text>
      <div className={classes.wide} role="region" tabIndex={0} aria-label={t('backup.residency.title')}>
        <table className={classes.residency}>
          <thead>
            <tr>{(['place', 'country', 'operator', 'class', 'decision', 'protection'] as const).map(id => <th key={id} scope="col">{t(`backup.residency.${id}`)}</th>)}</tr>
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
    return <tr><td>{name}</td><td>{t('backup.residency.own')}</td><td>{t('backup.residency.ownOperator')}</td><td>{t('backup.residency.folder')}</td><td>{t('backup.residency.noDecision')}</td><td>{t('backup.residency.folderProtection')}</td></tr>;
  }
  const { residency, protection } = place;
  const decided = residency.decision;
  const tried = protection === null ? t('backup.protection.untried') : `${t(protection.report.isProtected ? 'backup.protection.yes' : 'backup.protection.no')}, ${stamp(protection.at)}`;
  return (
    <tr>
      <td>{name}<br /><Text muted small>{new URL(place.endpoint).host}</Text></td>
      <td>{countryName(residency.country)}</td>
      <td>{residency.operator}</td>
      <td>{t(`backup.class.${residency.class}`)}<br /><Text muted small>{residency.source ?? t('backup.residency.attested')}</Text></td>
      <td>{decided === null ? t('backup.residency.noDecision') : t('backup.residency.decided', { name: decided.byName, when: stamp(decided.at), reason: decided.reason })}</td>
      <td>{tried}</td>
    </tr>
  );
}
