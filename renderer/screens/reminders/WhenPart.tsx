import { IconTrash } from '@tabler/icons-react';

import { MAX_WINDOWS } from '#shared/domain/reminders/settings.ts';

import { Button, IconButton, NumberField, Section, Text, TimeField, useText } from '#renderer/ui/index.ts';

import classes from './Reminders.module.css';
import type { SettingsDraft } from './use-settings-draft.ts';

const MINUTES = 60;
/** What another reminder begins as: a day before, else three days, else an hour. */
const PROPOSALS = [24 * MINUTES, 72 * MINUTES, MINUTES, 48 * MINUTES];

/** How long before the visit, and the hours of the night in which nothing goes. */
export function WhenPart({ form: { draft, set, errorOf } }: { readonly form: SettingsDraft }) {
  const t = useText();
  const { windows, quiet } = draft;
  const change = (index: number, hours: number | null): void => set({ windows: windows.map((one, at) => (at === index ? Math.round((hours ?? 0) * MINUTES) : one)) });
  const add = (): void => set({ windows: [...windows, PROPOSALS.find(one => !windows.includes(one)) ?? MINUTES] });
  const wrong = errorOf('windows');
  return (
    <Section title={t('reminders.when.title')} actions={windows.length < MAX_WINDOWS ? <Button size="dense" kind="quiet" onClick={add}>{t('reminders.when.add')}</Button> : null}>
      <ul className={classes.windows}>
        {windows.map((one, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a row is its place: the same number may be typed twice for a moment
          <li key={index}>
            <NumberField label={t('reminders.when.window', { number: index + 1 })} value={one / MINUTES} onChange={hours => change(index, hours)} unit={t('reminders.when.hours')} min={0.5} max={336} decimals={1} error={index === 0 ? wrong : undefined} />
            {windows.length > 1 ? <IconButton label={t('reminders.when.remove', { number: index + 1 })} icon={<IconTrash size={16} stroke={1.6} />} onClick={() => set({ windows: windows.filter((_other, at) => at !== index) })} /> : null}
          </li>
        ))}
      </ul>
      <div className={classes.pair}>
        <TimeField label={t('reminders.when.quietFrom')} value={quiet.from} onChange={from => { if (from) set({ quiet: { ...quiet, from } }); }} error={errorOf('quiet')} />
        <TimeField label={t('reminders.when.quietTo')} value={quiet.to} onChange={to => { if (to) set({ quiet: { ...quiet, to } }); }} />
      </div>
      <Text muted small>{t('reminders.when.quietHelp')}</Text>
    </Section>
  );
}
