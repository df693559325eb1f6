import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle } from '@tabler/icons-react';

import type { DrillStatus } from '#shared/contract/drill.ts';
import { DRILL_TONE, type DrillStanding } from '#shared/domain/drill/standing.ts';

import { standingsOf, useAgo, useDrillWords } from '#renderer/parts/drill-line/index.ts';
import { useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Drill.module.css';

const ICON = { ok: IconCircleCheck, attention: IconAlertTriangle, danger: IconExclamationCircle } as const;

/** Has the clinic been restored on trial lately? One line that answers it, and what to do when it was not. */
export function StandingPart({ status }: { readonly status: DrillStatus }) {
  const t = useText();
  const { stamp } = useFormats();
  const { now } = useAgo();
  const standing = standingsOf(status, now).drill;
  const headline = useHeadline(status, standing);
  const detail = useDetail(status, standing);
  const tone = DRILL_TONE[standing];
  const Icon = ICON[tone];
  return (
    <div className={classes.standing} data-tone={tone} role="status">
      <Icon className={classes.icon} size={28} stroke={1.6} aria-hidden />
      <div className={classes.words}>
        <p className={classes.headline}>{headline}</p>
        <p className={classes.detail}>{detail}</p>
        {status.nextAt === null ? null : <p className={classes.detail}>{t('drill.next', { when: stamp(status.nextAt) })}</p>}
      </div>
    </div>
  );
}

function useHeadline(status: DrillStatus, standing: DrillStanding): string {
  const t = useText();
  // The kit's year stands in its own part of this screen.
  const words = useDrillWords()({ ...status, kit: { madeAt: null, lastDrillAt: null, dueAt: null } });
  if (standing === 'nothing') return t('drill.headline.nothing');
  return standing === 'none' ? t('drill.headline.none') : (words?.text ?? '');
}

function useDetail({ lastGood }: DrillStatus, standing: DrillStanding): string {
  const t = useText();
  const { duration, number } = useFormats();
  if (standing === 'overdue') return t('drill.detail.due');
  if (standing !== 'ok') return t(`drill.detail.${standing}`);
  const speed = lastGood === null || lastGood.durationMs === 0 ? 0 : (lastGood.databaseBytes ?? 0) / 1000 / lastGood.durationMs;
  return t('drill.detail.ok', { duration: duration(lastGood?.durationMs ?? 0), speed: number(Math.round(speed)) });
}
