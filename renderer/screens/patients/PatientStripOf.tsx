import { useClinicDay, useMay, useQueryOf } from '#renderer/client/index.ts';
import { applies, useAllCommands, useCommandContext } from '#renderer/commands/index.ts';
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
  if (!strip) return null;
  const days = (visits ?? []).filter(visit => !GONE.includes(visit.status)).map(visit => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(visit.start)));
  return (
    <PatientStrip
      number={strip.number ?? t('patients.noNumber')}
      name={nameOf(strip)}
      age={ageOf(strip.birthDate, today)}
      warnings={strip.warnings.map(warning => warning.text)}
      isProtected={strip.protection !== 'none'}
      isDeceased={strip.deceasedOn !== null}
      lastVisit={days.filter(day => day < today).sort().at(-1) ?? null}
      nextVisit={days.filter(day => day >= today).sort()[0] ?? null}
      actions={<Ways />}
    />
  );
}

/** Where one goes from a patient, in the order of the day: commands of their areas, so key and condition come along. */
const WAYS = [['journal.open', 'patients.card.toJournal', '/journal'], ['patients.card', 'patients.card.toCard', ''], ['agenda.bookPatient', 'patients.card.toBooking', '']] as const;

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
