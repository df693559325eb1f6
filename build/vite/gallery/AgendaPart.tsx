import { useMemo, useState } from 'react';

import { AgendaGrid, type AgendaCursor, type AgendaEventData } from '#renderer/ui/index.ts';

const at = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const COLUMNS = ['Eva Lind', 'Bengt Östergren', 'Amanda Sjöberg-Åkerström', 'Rum 2'].map((name, index) => ({
  id: `c${index}`,
  name,
  detail: ['Läkare', 'Naprapat', 'Legitimerad psykolog', 'Behandlingsrum'][index] ?? '',
  working: index === 1 ? [{ start: at('10:00'), end: at('18:00') }] : [{ start: at('08:00'), end: at('12:00') }, { start: at('13:00'), end: at('17:00') }],
  blocked: index === 2 ? [{ start: at('14:00'), end: at('15:00'), label: 'Utbildning' }] : [],
  now: at('10:37'),
}));
const visit = (id: string, columnId: string, [from, minutes]: readonly [string, number], more: Partial<AgendaEventData>): AgendaEventData => ({
  id, columnId, start: at(from), end: at(from) + minutes, name: 'Karlsson, Åsa', service: 'Nybesök', status: 'booked', ...more,
});
const EVENTS: AgendaEventData[] = [
  visit('1', 'c0', ['08:00', 30], { status: 'done' }),
  visit('2', 'c0', ['08:30', 45], { name: 'Östlund, Karl-Erik', service: 'Återbesök läkemedelsgenomgång', status: 'done', bufferAfter: 15 }),
  visit('3', 'c0', ['10:15', 30], { name: 'Björk, Maja', service: 'Hälsoundersökning', status: 'inTreatment' }),
  visit('4', 'c0', ['11:00', 20], { name: 'Ali, Hodan', service: 'Provtagning', status: 'arrived' }),
  visit('5', 'c0', ['13:30', 60], { name: 'Nilsson, Per', status: 'confirmed', bufferBefore: 10 }),
  visit('6', 'c1', ['10:00', 45], { name: 'Ek, Sara', service: 'Naprapatbehandling', status: 'noShow' }),
  visit('7', 'c1', ['11:00', 45], { name: 'Wallin, Gun', service: 'Naprapatbehandling' }),
  visit('8', 'c1', ['11:15', 45], { name: 'Holm, Ida', service: 'Akut', status: 'confirmed' }),
  visit('9', 'c2', ['09:00', 50], { name: 'Abrahamsson-Lindqvist, Marie-Louise', service: 'Samtal' }),
  visit('10', 'c2', ['10:00', 10], { name: 'Ny, Bo', service: 'Telefon' }),
];

/** The agenda with invented people. `?columns=` repeats the columns to see narrow widths. */
export function AgendaPart() {
  const wanted = Number(new URLSearchParams(location.search).get('columns') ?? COLUMNS.length);
  const columns = Array.from({ length: Math.ceil(wanted / COLUMNS.length) }, () => COLUMNS).flat().slice(0, wanted).map((column, index) => ({ ...column, id: `c${index}` }));
  const [events, setEvents] = useState(EVENTS);
  const byColumn = useMemo(() => Map.groupBy(events, event => event.columnId), [events]);
  const [cursor, setCursor] = useState<AgendaCursor>({ columnId: 'c0', minute: at('09:30') });
  const [opened, setOpened] = useState('');
  return (
    <div style={{ height: '100%', display: 'flex', flexDirection: 'column' }}>
      <AgendaGrid label="Dagens besök" columns={columns} events={byColumn} from={at('07:00')} to={at('18:00')} cursor={cursor} onCursor={setCursor} autoFocus
        onOpenSlot={slot => setOpened(`slot ${slot.columnId} ${slot.minute}`)}
        onOpenEvent={id => setOpened(`visit ${id}`)}
        onMove={move => setEvents(events.map(event => (event.id === move.id ? { ...event, columnId: move.columnId, start: move.start, end: move.start + event.end - event.start } : event)))} />
      <output id="opened">{opened}</output>
    </div>
  );
}
