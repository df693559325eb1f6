import { useEffect, useState } from 'react';

import { timersOf } from '#shared/domain/breach/breach.ts';

import { StatusRow, useFormats, useText } from '#renderer/ui/index.ts';

const TICK_MS = 20_000;
const SOON_MS = 6 * 3_600_000;

/** How much is left of 24 and 72 hours, in words; counts on while it stands there. */
export function Timers({ discoveredAt, notifiedAt, title }: { readonly discoveredAt: string; readonly notifiedAt: string | null; readonly title?: string }) {
  const t = useText();
  const { stamp, duration } = useFormats();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  if (notifiedAt !== null) return <StatusRow tone="ok" label={t('breach.timer.authority')} value={t('breach.timer.notified', { when: stamp(notifiedAt) })} />;
  const minutes = (ms: number) => duration(Math.max(60_000, Math.floor(Math.abs(ms) / 60_000) * 60_000));
  return (
    <div role="group" aria-label={title === undefined ? t('breach.timer.title') : t('breach.timer.titleOf', { title })}>
      {timersOf(discoveredAt, now).map(({ timer, endsAt, leftMs }) => (
        <StatusRow
          key={timer} tone={leftMs < 0 ? 'danger' : leftMs < SOON_MS ? 'attention' : 'none'} label={t(`breach.timer.${timer}`)}
          value={leftMs < 0 ? t('breach.timer.late', { time: minutes(leftMs) }) : t('breach.timer.left', { time: minutes(leftMs) })} detail={t('breach.timer.ends', { when: stamp(endsAt) })}
        />
      ))}
    </div>
  );
}
