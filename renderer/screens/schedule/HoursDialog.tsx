import { useState } from 'react';

import type { Resource } from '#shared/domain/agenda/service.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Dialog, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { hoursLine, parseHoursLine } from './hours-line.ts';

type Hours = OutputOf<'schedule', 'hours'>;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

interface HoursDialogProps {
  readonly resource: Resource;
  readonly onClose: () => void;
}

/** When somebody works, a line a weekday. Booked visits stay where they are. */
export function HoursDialog({ resource, onClose }: HoursDialogProps) {
  const { data } = useQueryOf('schedule', 'hours', { resourceId: resource.id });
  return data ? <HoursForm key={resource.version} resource={resource} hours={data} onClose={onClose} /> : null;
}

function HoursForm({ resource, hours, onClose }: HoursDialogProps & { readonly hours: Hours }) {
  const t = useText();
  const { today } = useClinicDay();
  const errorText = useErrorText();
  const save = useCommandOf('schedule', 'saveHours');
  const current = hours.filter(rule => rule.validTo === null || rule.validTo >= today);
  const [lines, setLines] = useState<Readonly<Record<number, string>>>(() => Object.fromEntries(WEEKDAYS.map(weekday => [weekday, firstLine(resource, current, weekday)])));
  const parsed = WEEKDAYS.map(weekday => ({ weekday, spans: parseHoursLine(lines[weekday] ?? '') }));
  const run = (): void => {
    const next = parsed.flatMap(({ weekday, spans }) => (spans ?? []).map(span => ({ weekday, ...span, validFrom: '2000-01-01', validTo: null })));
    save.start({ resourceId: resource.id, version: resource.version, hours: next }, onClose);
  };
  return (
    <Dialog open onClose={onClose} title={t('schedule.hoursOf', { name: resource.name })} action={{ label: t('schedule.save'), onRun: run, disabled: parsed.some(one => one.spans === undefined), loading: save.isRunning }}>
      <Stack gap={3}>
        <Text muted>{t('schedule.hoursHelp')}</Text>
        {parsed.map(({ weekday, spans }, index) => (
          <TextField key={weekday} label={t(`schedule.weekday.${weekday}`)} value={lines[weekday] ?? ''} onChange={text => setLines({ ...lines, [weekday]: text })} autoFocus={index === 0} numeric
            placeholder={t('agenda.closed')} error={spans ? undefined : t('schedule.hoursWrong')} />
        ))}
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

/** What is there; somebody new is offered office hours. */
function firstLine(resource: Resource, hours: Hours, weekday: number): string {
  if (hours.length === 0 && resource.kind === 'practitioner') return weekday <= 5 ? '08:00–12:00, 13:00–17:00' : '';
  return hoursLine(hours.filter(rule => rule.weekday === weekday));
}
