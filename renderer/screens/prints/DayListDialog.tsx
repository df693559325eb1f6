import { useState } from 'react';

import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { LIST_LAYOUTS } from '#shared/domain/prints/print-setting.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf, useSession } from '#renderer/client/index.ts';
import { Banner, DateField, Dialog, SegmentedChoice, SelectField, Stack, Switch, Text, useText } from '#renderer/ui/index.ts';

import { useHandOut } from './use-hand-out.ts';

type Layout = (typeof LIST_LAYOUTS)[number];
const EVERYBODY = 'all';

interface DayListDialogProps {
  /** Where the agenda stands, ISO UTC; undefined: today. */
  readonly start: string | undefined;
  readonly onClose: () => void;
}

/** The day's list: opened with one key, printed with Enter (C-15, tasks 4A 10). */
export function DayListDialog({ start, onClose }: DayListDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const { today, timeZone } = useClinicDay();
  const { data: session } = useSession();
  const { data: resources, error: noResources } = useQueryOf('agenda', 'resources', {});
  const print = useCommandOf('prints', 'dayList');
  const { language, handOut } = useHandOut();
  const [date, setDate] = useState<string | null>(start === undefined ? today : toLocal(start, timeZone).date);
  const [chosen, setChosen] = useState<string>();
  const [layout, setLayout] = useState<Layout>('pages');
  const [withPhone, setWithPhone] = useState(true);
  const practitioners = (resources ?? []).filter(one => one.kind === 'practitioner');
  // A practitioner wants their own list, reception everybody's.
  const mine = practitioners.find(one => one.userId === session?.user?.id);
  const who = chosen ?? mine?.id ?? EVERYBODY;
  const run = (): void => {
    if (date === null) return;
    print.start({ date, resourceIds: who === EVERYBODY ? [] : [who], layout, withPhone, language }, paper => {
      handOut(paper, t('prints.dayList.file', { date }));
      onClose();
    });
  };
  const people = [{ value: EVERYBODY, label: t('prints.dayList.everybody') }, ...practitioners.map(one => ({ value: one.id, label: one.name }))];
  return (
    <Dialog open onClose={onClose} title={t('prints.dayList.title')} action={{ label: t('prints.run'), onRun: run, disabled: date === null, waits: resources === undefined && noResources === null, loading: print.isRunning, shortcut: 'enter', focused: true }}>
      <Stack gap={4}>
        <Text muted>{t('prints.dayList.lead')}</Text>
        <DateField label={t('prints.dayList.date')} value={date} onChange={setDate} today={today} required />
        <SelectField label={t('prints.dayList.who')} value={who} onChange={value => setChosen(value ?? EVERYBODY)} options={people} />
        {who === EVERYBODY ? (
          <SegmentedChoice label={t('prints.dayList.layout')} value={layout} onChange={setLayout} options={(['pages', 'compact'] as const).map(value => ({ value, label: t(`prints.dayList.layouts.${value}`) }))} />
        ) : null}
        <Switch label={t('prints.dayList.withPhone')} checked={withPhone} onChange={setWithPhone} />
        {print.error ? <Banner tone="danger" live>{errorText(print.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
