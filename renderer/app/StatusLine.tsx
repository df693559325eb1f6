import { IconCircleCheck } from '@tabler/icons-react';

import { useClinicDay, useHasUnsaved, useLastSaved, useMay, useQueryOf, useSession } from '#renderer/client/index.ts';
import { useFormats, useText } from '#renderer/ui/index.ts';

import { statusItems } from './areas.ts';
import classes from './Frame.module.css';

/** One quiet line: saved, backup, network. What fails turns into words and colour here, never into a modal box. */
export function StatusLine() {
  const t = useText();
  const may = useMay();
  const { timeWithSeconds } = useFormats();
  const { timeZone } = useClinicDay();
  const saved = useLastSaved();
  const hasUnsaved = useHasUnsaved();
  const { data } = useSession();
  return (
    <footer className={classes.status} aria-label={t('app.status.label')}>
      <span role="status">
        {hasUnsaved ? t('app.status.unsaved') : saved ? <><IconCircleCheck size={14} stroke={1.8} aria-hidden />{t('app.status.saved', { time: timeWithSeconds(saved, timeZone) })}</> : t('app.status.nothingToSave')}
      </span>
      {statusItems.filter(item => item.permission === undefined || may(item.permission)).map(item => <item.component key={item.id} />)}
      <Network />
      <span className={classes.statusEnd}>{data?.clinic?.name}</span>
    </footer>
  );
}

/** What leaves the clinic: nothing, until somebody has turned on what asks for a network (product.md decision 13). */
function Network() {
  const t = useText();
  const { data } = useQueryOf('reminders', 'endpoints', {});
  const hosts = (data ?? []).filter(one => one.active).map(one => one.host);
  return <span>{hosts.length > 0 ? t('app.status.networkReminders', { hosts: hosts.join(', ') }) : t('app.status.network')}</span>;
}
