import { IconExclamationCircle, IconFileText } from '@tabler/icons-react';

import { useMay } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';

import classes from './Prints.module.css';
import { useSheet } from './use-sheet.ts';

/** How old the emergency sheet is; a failure becomes words and colour here, for everybody who would need the sheet. */
export function SheetStatusItem() {
  const go = useGo();
  const may = useMay();
  const { status, words } = useSheet();
  if (!words || !status || status.state === 'off') return null;
  const Icon = words.tone === 'danger' ? IconExclamationCircle : IconFileText;
  const content = <><Icon size={14} stroke={1.8} aria-hidden />{words.short}</>;
  if (!may('settings.manage')) return <span className={classes.statusItem} data-tone={words.tone}>{content}</span>;
  return <span><button type="button" className={classes.statusItem} data-tone={words.tone} onClick={() => go('/settings/prints')}>{content}</button></span>;
}
