import { useClinicDay } from '#renderer/client/index.ts';
import { nameOf } from '#renderer/parts/patient-form/index.ts';
import { KnownPatient, OtherPatient, PatientSearch, type OtherChoice } from '#renderer/parts/patient-lookup/index.ts';
import { Columns, DateField, Row, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

export type PickedPatient =
  | { readonly kind: 'known'; readonly id: string; readonly name: string }
  | { readonly kind: 'walkIn'; readonly name: string; readonly phone: string; readonly birthDate: string | null };

interface PatientPickerProps {
  readonly picked: PickedPatient | undefined;
  readonly onPick: (picked: PickedPatient | undefined) => void;
  /** Offers to book somebody by name who is not registered yet (C-08). */
  readonly allowWalkIn: boolean;
  /** Offers to register whoever was typed. */
  readonly onRegister?: ((typed: string) => void) | undefined;
  readonly autoFocus: boolean;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
}

/** Who the visit is for: type a number, a name, a birth date or a phone; arrows and Enter choose. */
export function PatientPicker({ picked, onPick, allowWalkIn, onRegister, autoFocus, typed, onTyped }: PatientPickerProps) {
  const t = useText();
  const { today } = useClinicDay();
  const clear = (): void => onPick(undefined);
  if (picked?.kind === 'known') return <KnownPatient name={picked.name} onChange={clear} />;
  if (picked) {
    return (
      <Stack gap={2}>
        <Columns min={150} gap={3}>
          <TextField label={t('patients.lookup.name')} value={picked.name} onChange={name => onPick({ ...picked, name })} maxLength={80} />
          <TextField label={t('patients.lookup.phone')} value={picked.phone} onChange={phone => onPick({ ...picked, phone })} maxLength={40} numeric autoFocus />
          <DateField label={t('agenda.booking.birthDate')} value={picked.birthDate} onChange={birthDate => onPick({ ...picked, birthDate })} today={today} max={today} />
        </Columns>
        <Row justify="between"><Text muted small>{t('agenda.booking.walkInHelp')}</Text><OtherPatient onChange={clear} /></Row>
      </Stack>
    );
  }
  const others = (name: string): OtherChoice[] => [
    ...(onRegister ? [{ id: 'register', label: t('agenda.booking.register', { name }), keys: 'alt+n', onTake: onRegister }] : []),
    ...(allowWalkIn ? [{ id: 'walkIn', label: t('agenda.booking.bookByName', { name }), onTake: (text: string) => onPick({ kind: 'walkIn', name: text, phone: '', birthDate: null }) }] : []),
  ];
  return <PatientSearch typed={typed} onTyped={onTyped} onHit={hit => onPick({ kind: 'known', id: hit.id, name: nameOf(hit) })} others={others} autoFocus={autoFocus} />;
}
