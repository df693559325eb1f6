import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useMay, useQueryOf } from '#renderer/client/index.ts';
import { applies, useAllCommands, useCommandContext, useCommands, useGo } from '#renderer/commands/index.ts';
import { warningLine } from '#renderer/parts/warnings/index.ts';
import { Button, PatientStrip, useText } from '#renderer/ui/index.ts';

import { ageOf, nameOf } from './words.ts';

const GONE = ['cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled'];

/** Whose record is open, above every screen of that patient (K-21: with all current warnings). */
export function PatientStripOf({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const may = useMay();
  const { today, timeZone } = useClinicDay();
  const { data: strip } = useQueryOf('patients', 'strip', { id: patientId }, { enabled: may('patients.read') });
  const { data: visits } = useQueryOf('agenda', 'ofPatient', { patientId, limit: 50 }, { enabled: may('agenda.read') });
  useNextVisit(visits ?? [], { patientId, today, timeZone });
  if (!strip) return null;
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone });
  const days = (visits ?? []).filter(visit => !GONE.includes(visit.status)).map(visit => ({ day: dayOf.format(new Date(visit.start)), isOver: visit.status === 'done' }));
  return (
    <PatientStrip
      number={strip.number ?? t('patients.noNumber')}
      name={nameOf(strip)}
      age={ageOf(strip.birthDate, today)}
      warnings={strip.warnings.map(warning => warningLine(t, warning))}
      noWarnings={strip.noneKnown ? t('patients.warning.noneKnownOn', { date: toLocal(strip.noneKnown.at, timeZone).date }) : t('patients.warning.notAsked')}
      isProtected={strip.protection !== 'none'}
      isDeceased={strip.deceasedOn !== null}
      lastVisit={days.filter(one => one.isOver || one.day < today).map(one => one.day).sort().at(-1) ?? null}
      nextVisit={days.filter(one => !one.isOver && one.day >= today).map(one => one.day).sort()[0] ?? null}
      actions={<Ways />}
    />
  );
}

interface Where {
  readonly patientId: string;
  readonly today: string;
  readonly timeZone: string;
}

/** Somebody rings about their time: one key from the patient to the visit in the agenda, the soonest that is not over; one of today counts. */
function useNextVisit(visits: readonly AgendaEntry[], { patientId, today, timeZone }: Where): void {
  const go = useGo();
  const dayOf = (visit: AgendaEntry): string => toLocal(visit.start, timeZone).date;
  const next = visits.filter(visit => ![...GONE, 'done'].includes(visit.status) && dayOf(visit) >= today).toSorted((a, b) => (a.start < b.start ? -1 : 1))[0];
  useCommands([{
    id: 'patients.nextVisit', message: 'patients.command.nextVisit', shortcut: 'alt+g', permission: 'agenda.read', when: () => next !== undefined,
    run: () => { if (next) go('/agenda', { search: { day: dayOf(next), column: next.resourceId, moment: next.start, patientId } }); },
  }], 'area');
}

/** Where one goes from a patient, in the order of the day: commands of their areas, so key and condition come along. */
const WAYS = [['journal.open', 'patients.card.toJournal', '/journal'], ['patients.card', 'patients.card.toCard', ''], ['patients.nextVisit', 'patients.card.toVisit', ''], ['agenda.bookPatient', 'patients.card.toBooking', '']] as const;

function Ways() {
  const t = useText();
  const context = useCommandContext();
  const commands = useAllCommands().filter(command => applies(command, context));
  return WAYS.flatMap(([id, words, here]) => {
    const command = commands.find(one => one.id === id);
    if (!command || (here !== '' && context.path.endsWith(here))) return [];
    return <Button key={id} size="dense" kind="quiet" {...(command.shortcut ? { shortcut: command.shortcut } : {})} onClick={() => command.run(context)}>{t(words)}</Button>;
  });
}
