import { IconChevronLeft, IconChevronRight, IconSettings } from '@tabler/icons-react';
import type { Ref } from 'react';

import { weekNumberOf } from '#shared/domain/agenda/zone.ts';

import { useMay } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Button, DateField, IconButton, SegmentedChoice, SelectField, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';
import type { AgendaData } from './use-agenda-data.ts';
import type { AgendaView } from './use-agenda-view.ts';

/** "Måndag 23 november 2026", or the number of the week; its days head the columns. */
export function useAgendaTitle(view: AgendaView): string {
  const t = useText();
  const { longDate } = useFormats();
  if (view.view === 'week') return t('agenda.weekTitle', { week: weekNumberOf(view.day) });
  const text = longDate(view.day);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface AgendaToolsProps {
  readonly view: AgendaView;
  readonly data: AgendaData;
  readonly dayField: Ref<HTMLInputElement>;
  readonly onNextFree: () => void;
}

/** Which day, which week, whose. Each has its key. */
export function AgendaTools({ view, data, dayField, onNextFree }: AgendaToolsProps) {
  const t = useText();
  const may = useMay();
  const go = useGo();
  const isDay = view.view === 'day';
  return (
    <div className={classes.tools}>
      {isDay ? null : <WhoseWeek view={view} data={data} />}
      <IconButton label={t(isDay ? 'agenda.command.previousDay' : 'agenda.command.previousWeek')} icon={<IconChevronLeft size={18} stroke={1.8} aria-hidden />} shortcut="pageup" onClick={() => view.turn(-1)} />
      <Button size="normal" shortcut="t" onClick={() => view.change({ day: view.today })}>{t('agenda.today')}</Button>
      <IconButton label={t(isDay ? 'agenda.command.nextDay' : 'agenda.command.nextWeek')} icon={<IconChevronRight size={18} stroke={1.8} aria-hidden />} shortcut="pagedown" onClick={() => view.turn(1)} />
      <div className={classes.day}>
        <DateField label={t('agenda.goToDay')} value={view.day} onChange={day => { if (day) view.change({ day }); }} today={view.today} ref={dayField} />
      </div>
      <SegmentedChoice label={t('agenda.view')} value={view.view} onChange={next => view.change({ view: next })} options={[{ value: 'day', label: t('agenda.day') }, { value: 'week', label: t('agenda.week') }]} />
      <SegmentedChoice label={t('agenda.show')} value={view.show} onChange={show => view.change({ show, who: undefined })} options={[{ value: 'practitioners', label: t('agenda.practitioners') }, { value: 'rooms', label: t('agenda.rooms') }]} />
      {may('agenda.configure') ? <IconButton label={t('schedule.command.settings')} icon={<IconSettings size={18} stroke={1.8} aria-hidden />} onClick={() => go('/agenda/settings')} /> : null}
      {may('agenda.write') ? <Button kind="primary" shortcut="n" onClick={onNextFree}>{t('agenda.command.nextFree')}</Button> : null}
    </div>
  );
}

function WhoseWeek({ view, data }: Pick<AgendaToolsProps, 'view' | 'data'>) {
  const t = useText();
  const list = data.resources.filter(resource => (resource.kind === 'practitioner') === (view.show === 'practitioners'));
  const shown = view.who === 'all' ? 'all' : (data.places[0]?.resource.id ?? null);
  return (
    <div className={classes.who}>
      <SelectField label={t('agenda.whose')} value={shown} onChange={who => view.change({ who: who ?? undefined })} options={[...list.map(one => ({ value: one.id, label: one.name })), { value: 'all', label: t('agenda.everybody') }]} />
    </div>
  );
}
