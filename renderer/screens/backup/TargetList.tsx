import { IconFolderPlus, IconServer2 } from '@tabler/icons-react';
import { useState } from 'react';

import type { BackupStatus } from '#shared/contract/backup.ts';

import { useMay } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Button, EmptyState, Section, useText } from '#renderer/ui/index.ts';

import { AddFolderDialog } from './AddFolderDialog.tsx';
import classes from './Backup.module.css';
import { TargetRow } from './TargetRow.tsx';

/** Every place with how it stands, and the way to another one. That one is too few is said above, with the proof (XM-61). */
export function TargetList({ status }: { readonly status: BackupStatus }) {
  const t = useText();
  const may = useMay();
  const go = useGo();
  const [isAdding, setIsAdding] = useState(false);
  const { targets } = status;
  const actions = may('backup.configure') ? (
    <>
      <Button size="dense" kind={targets.length === 0 ? 'primary' : 'secondary'} icon={<IconFolderPlus size={16} stroke={1.8} aria-hidden />} onClick={() => setIsAdding(true)}>{t('backup.targets.addFolder')}</Button>
      <Button size="dense" icon={<IconServer2 size={16} stroke={1.8} aria-hidden />} onClick={() => go('/backup/server')}>{t('backup.targets.addServer')}</Button>
    </>
  ) : null;
  return (
    <Section title={t('backup.targets.title')} actions={actions}>
      {targets.length === 0 ? <EmptyState title={t('backup.targets.empty')}>{t('backup.targets.emptyHelp')}</EmptyState> : (
        <ul className={classes.targets}>{targets.map(target => <TargetRow key={target.id} target={target} status={status} />)}</ul>
      )}
      {isAdding ? <AddFolderDialog onClose={() => setIsAdding(false)} /> : null}
    </Section>
  );
}
