import { useClinicDay, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useCommandContext, useGo } from '#renderer/commands/index.ts';
import { Button, PatientStrip, useText } from '#renderer/ui/index.ts';

import { ageOf, nameOf, PATIENT_PATH } from './words.ts';

const GONE = ['cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled'];

/** Whose record is open, above every screen of that patient (K-21: with all current warnings). */
export function PatientStripOf({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const go = useGo();
  const may = useMay();
  const { path } = useCommandContext();
  const { today, timeZone } = useClinicDay();
  const { data: strip } = useQueryOf('patients', 'strip', { id: patientId }, { enabled: may('patients.read') });
  const { data: visits } = useQueryOf('agenda', 'ofPatient', { patientId, limit: 50 }, { enabled: may('agenda.read') });
  if (!strip) return null;
  const days = (visits ?? []).filter(visit => !GONE.includes(visit.status)).map(visit => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(visit.start)));
  const isCard = path === `/patients/${patientId}`;
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
      actions={isCard ? null : <Button size="dense" kind="quiet" onClick={() => go(PATIENT_PATH, { params: { patientId } })}>{t('patients.card.toCard')}</Button>}
    />
  );
}
