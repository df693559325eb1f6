import { DEFAULT_SCHEDULE, type BackupSchedule } from '#shared/domain/backup/backup.ts';

import { useCommandOf, useErrorText, useMay } from '#renderer/client/index.ts';
import { Banner, notify, Section, Switch, Text, TimeField, useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';

/** When backups run by themselves. Each change is saved as it is made. */
export function SchedulePart({ schedule }: { readonly schedule: BackupSchedule }) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const save = useCommandOf('backup', 'setSchedule');
  const isFixed = !may('backup.configure');
  const change = (part: Partial<BackupSchedule>) => save.start({ ...schedule, ...part }, () => notify(t('backup.schedule.saved'), 'backup-schedule'));
  return (
    <Section title={t('backup.schedule.title')}>
      {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      <div className={classes.schedule}>
        <Switch label={t('backup.schedule.nightly')} checked={schedule.nightly} disabled={isFixed} onChange={nightly => change({ nightly })} />
        {schedule.nightly ? <TimeField label={t('backup.schedule.nightlyTime')} value={schedule.nightlyAt} disabled={isFixed} onChange={time => { if (time) change({ nightlyAt: time }); }} /> : null}
      </div>
      <div className={classes.schedule}>
        <Switch label={t('backup.schedule.dayEndOn')} help={t('backup.schedule.dayEndHelp')} checked={schedule.dayEndAfter !== null} disabled={isFixed} onChange={on => change({ dayEndAfter: on ? DEFAULT_SCHEDULE.dayEndAfter : null })} />
        {schedule.dayEndAfter === null ? null : <TimeField label={t('backup.schedule.dayEndTime')} value={schedule.dayEndAfter} disabled={isFixed} onChange={time => { if (time) change({ dayEndAfter: time }); }} />}
      </div>
      <Text muted small>{t('backup.schedule.onlySignedIn')}</Text>
    </Section>
  );
}
