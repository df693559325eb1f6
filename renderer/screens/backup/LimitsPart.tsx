import { useState } from 'react';

import type { BackupLimits } from '#shared/domain/backup/target.ts';

import { useCommandOf, useErrorText, useMay } from '#renderer/client/index.ts';
import { Banner, Button, notify, NumberField, Section, Switch, Text, TimeField, useText } from '#renderer/ui/index.ts';

import classes from './Backup.module.css';
import { useTimes } from './use-times.ts';

const USUAL_HOURS = { from: '18:00', to: '07:00' } as const;
const USUAL_SPEED = 1000;
const PAUSE_MS = 12 * 3_600_000;

/** What may be sent to servers: how fast, in which hours, and not at all for a while. Each change is saved as it is made. */
export function LimitsPart({ limits }: { readonly limits: BackupLimits }) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const { now, weekday } = useTimes();
  const save = useCommandOf('backup', 'setLimits');
  const isFixed = !may('backup.configure');
  const change = (part: Partial<BackupLimits>) => save.start({ ...limits, ...part }, () => notify(t('backup.limits.saved'), 'backup-limits'));
  const { serverHours, serverKilobytesPerSecond: speed, serversPausedUntil: until } = limits;
  const isPaused = until !== null && Date.parse(until) > now.getTime();
  return (
    <Section title={t('backup.limits.title')}>
      {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      <div className={classes.limits}>
        <div className={classes.schedule}>
          <Switch label={t('backup.limits.slow')} checked={speed !== null} disabled={isFixed} onChange={on => change({ serverKilobytesPerSecond: on ? USUAL_SPEED : null })} />
          {speed === null ? null : <SpeedField key={speed} speed={speed} disabled={isFixed} onChange={value => change({ serverKilobytesPerSecond: value })} />}
        </div>
        <Switch label={t('backup.limits.hours')} checked={serverHours !== null} disabled={isFixed} onChange={on => change({ serverHours: on ? USUAL_HOURS : null })} />
        {serverHours === null ? null : (
          <div className={classes.hours}>
            <TimeField label={t('backup.limits.from')} value={serverHours.from} disabled={isFixed} onChange={from => { if (from) change({ serverHours: { ...serverHours, from } }); }} />
            <TimeField label={t('backup.limits.to')} value={serverHours.to} disabled={isFixed} onChange={to => { if (to) change({ serverHours: { ...serverHours, to } }); }} />
          </div>
        )}
        {isPaused ? (
          <Banner tone="attention" actions={<Button size="dense" disabled={isFixed} onClick={() => change({ serversPausedUntil: null })}>{t('backup.limits.goOn')}</Button>}>{t('backup.limits.paused', { when: weekday(until) })}</Banner>
        ) : (
          <div><Button size="dense" kind="quiet" disabled={isFixed} loading={save.isRunning} onClick={() => change({ serversPausedUntil: new Date(now.getTime() + PAUSE_MS).toISOString() })}>{t('backup.limits.pause')}</Button></div>
        )}
      </div>
      <Text muted small>{t('backup.limits.help')}</Text>
    </Section>
  );
}

/** Saved when it is left or Enter is pressed, not at each digit. */
function SpeedField({ speed, disabled, onChange }: { readonly speed: number; readonly disabled: boolean; readonly onChange: (speed: number) => void }) {
  const t = useText();
  const [typed, setTyped] = useState<number | null>(speed);
  const keep = () => {
    if (typed !== null && typed >= 16 && typed !== speed) onChange(typed);
  };
  return (
    <form onSubmit={event => { event.preventDefault(); keep(); }}>
      <NumberField label={t('backup.limits.speed')} value={typed} min={16} max={1_000_000} disabled={disabled} onChange={setTyped} onBlur={keep} />
    </form>
  );
}
