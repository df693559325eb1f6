import { IconFilter } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';

import { useClinicDay } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Button, Checkbox, DateField, IconButton, SearchField, SelectField, Text, useText } from '#renderer/ui/index.ts';

import type { FilterChoices } from './timeline-filter.ts';
import classes from './Timeline.module.css';
import type { FilterHandle } from './use-timeline-filter.ts';

interface FilterBarProps {
  readonly handle: FilterHandle;
  readonly choices: FilterChoices;
  readonly shown: number;
  readonly all: number;
  /** Down from the field leads to the rows. */
  readonly onDown: () => void;
}

/** Words, kind, heading, author, code and days: what of the time line is shown. `/` leads here, Escape empties it. */
export function FilterBar({ handle, choices, shown, all, onDown }: FilterBarProps) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { filter, withStruck, isActive, change, clear } = handle;
  const set = (next: Partial<Parameters<FilterHandle['change']>[0]>) => change({ ...filter, struck: withStruck || undefined, ...next });
  const keyDown = (event: KeyboardEvent) => {
    const leads = event.key === 'ArrowDown' || event.key === 'Enter' ? onDown : event.key === 'Escape' && isActive ? clear : undefined;
    if (!leads) return;
    event.preventDefault();
    leads();
  };
  useCommands([
    { id: 'journal.find', message: 'timeline.command.find', shortcut: '/', run: () => field.current?.focus() },
    { id: 'journal.filter', message: 'timeline.command.filter', shortcut: 'alt+f', run: () => setOpen(open => !open) },
    { id: 'journal.clearFilter', message: 'timeline.command.clear', when: () => isActive, run: clear },
  ]);
  return (
    <div className={classes.filter} role="search">
      <div className={classes.filterTop}>
        <div className={classes.grow}>
          <SearchField
            label={t('timeline.filter.text')} value={filter.text ?? ''} onChange={text => set({ text })} shortcut="/" inputRef={field}
            onKeyDown={keyDown}
          />
        </div>
        <IconButton label={t('timeline.filter.open')} shortcut="alt+f" icon={<IconFilter size={18} aria-hidden />} pressed={isOpen} onClick={() => setOpen(!isOpen)} />
      </div>
      {isOpen ? <Choices handle={handle} choices={choices} set={set} /> : null}
      {isActive ? (
        <div className={classes.filterFoot}>
          <span role="status"><Text muted small>{t('timeline.filter.count', { shown, all })}</Text></span>
          <Button size="dense" kind="quiet" onClick={clear}>{t('timeline.filter.clear')}</Button>
        </div>
      ) : null}
    </div>
  );
}

function Choices({ handle: { filter, withStruck }, choices, set }: { readonly handle: FilterHandle; readonly choices: FilterChoices; readonly set: (next: Partial<Parameters<FilterHandle['change']>[0]>) => void }) {
  const t = useText();
  const { today } = useClinicDay();
  const plain = (values: readonly string[]) => values.map(value => ({ value, label: value }));
  return (
    <div className={classes.choices}>
      <SelectField label={t('timeline.filter.kind')} value={filter.kind ?? null} onChange={kind => set({ kind: kind ?? undefined })} options={choices.kinds.map(kind => ({ value: kind, label: t(`timeline.kind.${kind}`) }))} clearable placeholder={t('timeline.filter.all')} />
      <SelectField label={t('timeline.filter.heading')} value={filter.heading ?? null} onChange={heading => set({ heading: heading ?? undefined })} options={plain(choices.headings)} clearable placeholder={t('timeline.filter.all')} />
      <SelectField label={t('timeline.filter.author')} value={filter.author ?? null} onChange={author => set({ author: author ?? undefined })} options={plain(choices.authors)} clearable placeholder={t('timeline.filter.all')} />
      {choices.codes.length > 0 ? <SelectField label={t('timeline.filter.code')} value={filter.code ?? null} onChange={code => set({ code: code ?? undefined })} options={choices.codes.map(({ code, text }) => ({ value: code, label: `${code} ${text}` }))} clearable placeholder={t('timeline.filter.all')} /> : null}
      <div className={classes.days}>
        <DateField label={t('timeline.filter.from')} value={filter.from ?? null} onChange={from => set({ from: from ?? undefined })} today={today} />
        <DateField label={t('timeline.filter.to')} value={filter.to ?? null} onChange={to => set({ to: to ?? undefined })} today={today} />
      </div>
      <Checkbox label={t('timeline.filter.struck')} checked={withStruck} onChange={struck => set({ struck: struck || undefined })} />
    </div>
  );
}
