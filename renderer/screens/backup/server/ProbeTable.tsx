import { IconHelpCircle, IconLock, IconLockOpen } from '@tabler/icons-react';

import type { ProbeReport } from '#shared/domain/backup/target-status.ts';

import { useText } from '#renderer/ui/index.ts';

import classes from './Server.module.css';
import { useCheckName } from './use-check-name.ts';

const ICON = { protected: IconLock, unprotected: IconLockOpen, unknown: IconHelpCircle } as const;

/** What was tried at the server, line by line. */
export function ProbeTable({ report }: { readonly report: ProbeReport }) {
  const t = useText();
  const checkName = useCheckName();
  return (
    <table className={classes.probe}>
      <thead><tr><th scope="col">{t('backup.probe.what')}</th><th scope="col">{t('backup.probe.outcome')}</th></tr></thead>
      <tbody>
        {report.lines.map(({ check, outcome }) => {
          const Icon = ICON[outcome];
          return (
            <tr key={check}>
              <th scope="row">{checkName(check)}</th>
              <td><span className={classes.outcome} data-outcome={outcome}><Icon size={16} stroke={2} aria-hidden />{t(`backup.probe.${outcome}`)}</span></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
