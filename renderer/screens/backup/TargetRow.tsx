import { IconAlertTriangle, IconCircleCheck, IconDots, IconExclamationCircle } from '@tabler/icons-react';
import { useState } from 'react';

import type { BackupStatus } from '#shared/contract/backup.ts';
import { targetStanding, TONE } from '#shared/domain/backup/standing.ts';
import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { useCommandOf, useErrorText, useMay } from '#renderer/client/index.ts';
import { ActionMenu, Banner, Button, IconButton, notify, useText, type MenuItem } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { ChangeKeysDialog } from './server/ChangeKeysDialog.tsx';
import { ExpiryRulesDialog } from './server/ExpiryRulesDialog.tsx';
import { SheetDialog } from './server/SheetDialog.tsx';
import { EditTargetDialog } from './EditTargetDialog.tsx';
import { FactLine } from './FactLine.tsx';
import { ProtectionLine } from './ProtectionLine.tsx';
import { RetentionLines } from './RetentionLines.tsx';
import { RemoveTargetDialog } from './RemoveTargetDialog.tsx';
import { StartOverDialog } from './StartOverDialog.tsx';
import { useTargetLine } from './use-proof-words.ts';
import { useTargetFacts } from './use-target-facts.ts';
import { useTimes } from './use-times.ts';

const ICON = { ok: IconCircleCheck, attention: IconAlertTriangle, danger: IconExclamationCircle } as const;
/** Runs that ended so can only go on in the same place as a new series, once the place itself can be used. */
const NEEDS_NEW_SERIES: readonly (string | null)[] = ['backup.placeRolledBack', 'backup.placeDamaged', 'backup.placeFailing'];
type Opened = 'edit' | 'remove' | 'startOver' | 'sheet' | 'keys' | 'rules';

/** One place: sign and words, where it is, and what can be done with it. */
export function TargetRow({ target, status }: { readonly target: TargetStatus; readonly status: BackupStatus }) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const { now } = useTimes();
  const wordsOf = useTargetLine();
  const facts = useTargetFacts(target);
  const run = useCommandOf('backup', 'run');
  const test = useCommandOf('backup', 'testTarget');
  const [open, setOpen] = useState<Opened | null>(null);
  const standing = targetStanding(target, now);
  const tone = TONE[standing];
  const words = wordsOf(standing, target);
  const Icon = ICON[tone];
  const isBusy = status.running !== null;
  const items = useTargetItems(target, { isBusy, onOpen: setOpen, onTest: () => test.start({ targetId: target.id }, () => notify(t('backup.targets.tested', { name: target.name }))) });
  const failure = run.error ?? test.error;
  const close = () => setOpen(null);
  return (
    <li className={classes.target} data-tone={tone}>
      <Icon className={classes.targetIcon} size={20} stroke={1.8} aria-hidden />
      <div className={classes.targetWords}>
        <h3 className={classes.targetName}>{target.name}</h3>
        <p className={classes.targetLine}>{words.headline}</p>
        {(tone === 'ok' ? words.details.slice(0, standing === 'away' ? 1 : 0) : words.details).map(detail => <p key={detail} className={classes.targetDetail}>{detail}</p>)}
        {target.place.kind === 's3' ? <ProtectionLine protection={target.place.protection} /> : null}
        <FactLine facts={facts} />
        <RetentionLines target={target} />
        {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      </div>
      <div className={classes.targetActions}>
        {standing === 'notReady' || standing === 'new' ? <SheetButton target={target} onOpen={() => setOpen('sheet')} /> : null}
        <Button size="dense" kind="quiet" disabled={isBusy} loading={run.isRunning} onClick={() => run.start({ targetId: target.id })}>{t('backup.targets.run')}</Button>
        {may('backup.configure') ? <ActionMenu target={<IconButton label={t('backup.targets.more', { name: target.name })} icon={<IconDots size={18} stroke={1.8} />} />} items={items} /> : null}
      </div>
      {open === 'edit' ? <EditTargetDialog target={target} onClose={close} /> : null}
      {open === 'remove' ? <RemoveTargetDialog target={target} isLast={status.targets.length === 1} onClose={close} /> : null}
      {open === 'startOver' ? <StartOverDialog target={target} onClose={close} /> : null}
      {open === 'sheet' ? <SheetDialog target={target} onClose={close} /> : null}
      {open === 'rules' ? <ExpiryRulesDialog target={target} onClose={close} /> : null}
      {open === 'keys' ? <ChangeKeysDialog target={target} onClose={close} /> : null}
    </li>
  );
}

/** A server is ready when its sheet lies in the envelope. */
function SheetButton({ target, onOpen }: { readonly target: TargetStatus; readonly onOpen: () => void }) {
  const t = useText();
  const may = useMay();
  if (target.place.kind !== 's3' || target.place.sheet?.confirmedAt || !may('backup.configure')) return null;
  return <Button size="dense" kind="primary" onClick={onOpen}>{t('backup.targets.sheet')}</Button>;
}

function useTargetItems({ place, problem, attempt }: TargetStatus, o: { readonly isBusy: boolean; readonly onOpen: (what: Opened) => void; readonly onTest: () => void }): MenuItem[] {
  const t = useText();
  const isStuck = problem === null && attempt?.outcome === 'failed' && NEEDS_NEW_SERIES.includes(attempt.errorCode);
  const item = (id: Opened, label: string, more: Partial<MenuItem> = {}): MenuItem => ({ id, label, onRun: () => o.onOpen(id), ...more });
  return [
    { id: 'test', label: t(place.kind === 's3' ? 'backup.targets.probe' : 'backup.targets.test'), disabled: o.isBusy, onRun: o.onTest },
    item('edit', t('backup.targets.edit')),
    ...(place.kind === 's3' ? [item('sheet', t('backup.targets.sheet')), item('rules', t('backup.retention.rulesMenu')), item('keys', t('backup.targets.keys'), { disabled: o.isBusy })] : []),
    ...(isStuck ? [item('startOver', t('backup.targets.startOver'), { disabled: o.isBusy })] : []),
    item('remove', t('backup.targets.remove'), { danger: true, disabled: o.isBusy }),
  ];
}
