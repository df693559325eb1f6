import { IconChevronLeft, IconChevronRight, IconSettings } from '@tabler/icons-react';
import { memo, type Ref } from 'react';

import type { Resource } from '#shared/domain/agenda/service.ts';

import { weekNumberOf } from '#shared/domain/agenda/zone.ts';

import { useMay } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Button, DateField, IconButton, SegmentedChoice, SelectField, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';
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
  readonly resources: readonly Resource[];
  /** Whose week is shown, when it is one person's. */
  readonly shownId: string | undefined;
  /** Day or week of the day the keyboard stands on. */
  readonly onView: (view: AgendaView['view']) => void;
  readonly dayField: Ref<HTMLInputElement>;
  readonly onNextFree: () => void;
}

/** Which day, which week, whose. Each has its key. Not drawn again while the keyboard moves in the agenda. */
export const AgendaTools = memo(function AgendaTools({ view, resources, shownId, dayField, onView, onNextFree }: AgendaToolsProps) {
  const t = useText();
  const may = useMay();
  const go = useGo();
  const isDay = view.view === 'day';
  return (
    <div className={classes.tools} data-flows>
      {isDay ? null : <WhoseWeek view={view} resources={resources} shownId={shownId} />}
      <IconButton label={t(isDay ? 'agenda.command.previousDay' : 'agenda.command.previousWeek')} icon={<IconChevronLeft size={18} stroke={1.8} aria-hidden />} shortcut="pageup" onClick={() => view.turn(-1)} />
      <Button size="normal" shortcut="t" onClick={() => view.change({ day: view.today })}>{t('agenda.today')}</Button>
      <IconButton label={t(isDay ? 'agenda.command.nextDay' : 'agenda.command.nextWeek')} icon={<IconChevronRight size={18} stroke={1.8} aria-hidden />} shortcut="pagedown" onClick={() => view.turn(1)} />
      <div className={classes.day}>
        <DateField label={t('agenda.goToDay')} value={view.day} onChange={day => { if (day) view.change({ day }); }} today={view.today} ref={dayField} />
      </div>
      <SegmentedChoice label={t('agenda.view')} value={view.view} onChange={onView} options={[{ value: 'day', label: t('agenda.day') }, { value: 'week', label: t('agenda.week') }]} />
      <SegmentedChoice label={t('agenda.show')} value={view.show} onChange={show => view.change({ show, who: undefined })} options={[{ value: 'practitioners', label: t('agenda.practitioners') }, { value: 'rooms', label: t('agenda.rooms') }]} />
      {may('agenda.configure') ? <IconButton label={t('schedule.command.settings')} icon={<IconSettings size={18} stroke={1.8} aria-hidden />} onClick={() => go('/agenda/settings')} /> : null}
      {may('agenda.write') ? <Button kind="primary" shortcut="n" onClick={onNextFree}>{t('agenda.command.nextFree')}</Button> : null}
    </div>
  );
});

function WhoseWeek({ view, resources, shownId }: Pick<AgendaToolsProps, 'view' | 'resources' | 'shownId'>) {
  const t = useText();
  const list = resources.filter(resource => (resource.kind === 'practitioner') === (view.show === 'practitioners'));
  const shown = view.who === 'all' ? 'all' : (shownId ?? null);
  return (
    <div className={classes.who}>
      <SelectField label={t('agenda.whose')} value={shown} onChange={who => view.change({ who: who ?? undefined })} options={[...list.map(one => ({ value: one.id, label: one.name })), { value: 'all', label: t('agenda.everybody') }]} />
    </div>
  );
}
