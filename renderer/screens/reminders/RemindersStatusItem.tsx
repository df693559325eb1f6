import { IconMessageExclamation, IconPhone } from '@tabler/icons-react';

import { useMay } from '#renderer/client/index.ts';
import { LISTS_PATH, useGo } from '#renderer/commands/index.ts';
import { useText } from '#renderer/ui/index.ts';

import classes from './Reminders.module.css';
import { FAILURES, useStanding } from './use-standing.ts';

/** Says nothing while reminders go out as they should; else what is wrong, and the way to it. */
export function RemindersStatusItem() {
  const t = useText();
  const go = useGo();
  const may = useMay();
  const { data } = useStanding();
  if (!data) return null;
  if (data.enabled && data.gateway !== null && may('reminders.configure')) {
    return <span><button type="button" className={classes.statusItem} data-tone="danger" onClick={() => go('/settings/reminders')}><IconMessageExclamation size={14} stroke={1.8} aria-hidden />{t('reminders.status.gateway')}</button></span>;
  }
  if (data.open === 0 || !may('agenda.write')) return null;
  return <span><button type="button" className={classes.statusItem} data-tone="attention" onClick={() => go(LISTS_PATH, { search: { list: FAILURES } })}><IconPhone size={14} stroke={1.8} aria-hidden />{t('reminders.status.open', { count: data.open })}</button></span>;
}
