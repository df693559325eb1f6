import { IconLock, IconLockOpen } from '@tabler/icons-react';

import type { ProtectionRecord } from '#shared/domain/backup/target-status.ts';

import { StatusChip, useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { useTimes } from './use-times.ts';

/** Whether somebody with the clinic's keys could destroy what lies at the server; an unprotected bucket is never called safe. */
export function ProtectionLine({ protection }: { readonly protection: ProtectionRecord | null }) {
  const t = useText();
  const { stamp } = useTimes();
  const isProtected = protection?.report.isProtected === true;
  const Icon = isProtected ? IconLock : IconLockOpen;
  return (
    <p className={classes.protection}>
      <StatusChip tone={isProtected ? 'ok' : 'attention'} icon={<Icon size={14} stroke={2} />}>{t(isProtected ? 'backup.protection.yes' : 'backup.protection.no')}</StatusChip>
      <span>{protection === null ? t('backup.protection.untried') : t(isProtected ? 'backup.protection.yesDetail' : 'backup.protection.noDetail', { when: stamp(protection.at) })}</span>
    </p>
  );
}
