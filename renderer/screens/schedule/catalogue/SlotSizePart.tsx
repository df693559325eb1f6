import { SLOT_SIZES, SlotSize } from '#shared/domain/agenda/slot-size.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Section, SegmentedChoice, Stack, Text, useText } from '#renderer/ui/index.ts';

/** How fine the agenda's lines are in this clinic; each person can have them otherwise with Z. */
export function SlotSizePart() {
  const t = useText();
  const errorText = useErrorText();
  const { data } = useQueryOf('schedule', 'slotSize', {});
  const save = useCommandOf('schedule', 'saveSlotSize');
  if (!data) return null;
  return (
    <Section title={t('schedule.slotSize.title')}>
      <Stack gap={2}>
        <SegmentedChoice label={t('schedule.slotSize.label')} value={String(data.clinic)} onChange={value => save.start({ size: SlotSize.parse(Number(value)), version: data.version })}
          options={SLOT_SIZES.map(size => ({ value: String(size), label: t('schedule.slotSize.minutes', { minutes: size }) }))} />
        <Text muted small>{t('schedule.slotSize.help')}</Text>
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Section>
  );
}
