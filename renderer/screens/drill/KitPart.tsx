import type { DrillStatus } from '#shared/contract/drill.ts';
import { KIT_TONE } from '#shared/domain/drill/standing.ts';

import { useGo } from '#renderer/commands/index.ts';
import { standingsOf, useAgo } from '#renderer/parts/drill-line/index.ts';
import { Button, Section, StatusRow, Text, useText } from '#renderer/ui/index.ts';

/** The yearly drill with the paper kit: when it is due and the way to it. */
export function KitPart({ status }: { readonly status: DrillStatus }) {
  const t = useText();
  const go = useGo();
  const { now, ago } = useAgo();
  const { kit } = standingsOf(status, now);
  // A kit nobody has tried is no green matter, even while its year lasts.
  const isUntried = kit === 'noKit' || (kit === 'ok' && status.kit.lastDrillAt === null);
  const date = (status.kit.dueAt ?? '').slice(0, 10);
  const words = (): string => {
    if (kit === 'noKit') return t('drill.kit.noKit');
    if (kit === 'soon') return t('drill.kit.soon', { date });
    if (kit === 'overdue') return t('drill.kit.overdue', { date });
    return status.kit.lastDrillAt === null ? t('drill.kit.never', { date }) : t('drill.kit.done', { when: ago(status.kit.lastDrillAt), date });
  };
  return (
    <Section title={t('drill.kit.title')}>
      <StatusRow
        tone={isUntried ? 'none' : KIT_TONE[kit]} label={t('drill.kit.label')} value={words()}
        action={kit === 'noKit' ? undefined : <Button size="dense" kind={kit === 'ok' ? 'quiet' : 'primary'} onClick={() => go('/drill/kit')}>{t('drill.kit.start')}</Button>}
      />
      <Text muted small>{t('drill.kit.why')}</Text>
    </Section>
  );
}
