import type { DrillStatus } from '#shared/contract/drill.ts';

import { useAgo, useReason } from '#renderer/parts/drill-line/index.ts';
import { Button, Section, StatusRow, useText } from '#renderer/ui/index.ts';

interface PlacesPartProps {
  readonly places: DrillStatus['places'];
  readonly mayRun: boolean;
  readonly onRun: (targetId: string) => void;
}

/** Every place backups go to, when it was last restored from, and a drill of that one place. */
export function PlacesPart({ places, mayRun, onRun }: PlacesPartProps) {
  const t = useText();
  const { ago } = useAgo();
  const reason = useReason();
  const words = ({ last, lastGoodAt }: DrillStatus['places'][number]): string => {
    if (last === null) return t('drill.places.never');
    if (last.outcome === 'failed') return t('drill.places.failed', { when: ago(last.endedAt), reason: reason(last.errorCode) });
    return t('drill.places.good', { when: ago(lastGoodAt ?? last.endedAt) });
  };
  return (
    <Section title={t('drill.places.title')}>
      {places.map(place => (
        <StatusRow
          key={place.targetId} tone={place.last === null ? 'attention' : place.last.outcome === 'ok' ? 'ok' : 'danger'} label={place.name} value={words(place)} detail={place.where === place.name ? undefined : place.where}
          action={<Button size="dense" kind="quiet" disabled={!mayRun} onClick={() => onRun(place.targetId)}>{t('drill.runPlace', { name: place.name })}</Button>}
        />
      ))}
    </Section>
  );
}
