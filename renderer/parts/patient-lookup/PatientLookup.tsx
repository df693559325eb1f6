import { useState } from 'react';

import { Button, Columns, Row, Text, TextField, useText } from '#renderer/ui/index.ts';

import { nameOf } from '../patient-form/index.ts';
import { PatientSearch } from './PatientSearch.tsx';

/** Somebody in the register, or a name and a phone as long as there is no patient (C-08). */
export type LookedUp = { readonly kind: 'known'; readonly id: string; readonly name: string } | { readonly kind: 'byName'; readonly name: string; readonly phone: string };

interface PatientLookupProps {
  readonly picked: LookedUp | undefined;
  readonly onPick: (picked: LookedUp | undefined) => void;
  readonly allowByName: boolean;
  readonly autoFocus: boolean;
  readonly error?: string | undefined;
  /** It may be answered later; else the field says that it is needed. */
  readonly isOptional?: boolean;
}

/** Who it is about: type a number, a name, a birth date or a phone; arrows and Enter choose. */
export function PatientLookup({ picked, onPick, allowByName, autoFocus, error, isOptional = false }: PatientLookupProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const clear = (): void => {
    setTyped('');
    onPick(undefined);
  };
  if (picked?.kind === 'known') return <KnownPatient name={picked.name} onChange={clear} />;
  if (picked) {
    return (
      <Columns min={180} gap={3}>
        <TextField label={t('patients.lookup.name')} value={picked.name} onChange={name => onPick({ ...picked, name })} maxLength={80} required />
        <TextField label={t('patients.lookup.phone')} value={picked.phone} onChange={phone => onPick({ ...picked, phone })} maxLength={40} numeric autoFocus />
        <OtherPatient onChange={clear} />
      </Columns>
    );
  }
  return (
    <PatientSearch typed={typed} onTyped={setTyped} onHit={hit => onPick({ kind: 'known', id: hit.id, name: nameOf(hit) })} autoFocus={autoFocus} error={error} required={!isOptional}
      others={name => (allowByName ? [{ id: 'byName', label: t('patients.lookup.byName', { name }), onTake: text => onPick({ kind: 'byName', name: text, phone: '' }) }] : [])} />
  );
}

/** Who was chosen, with the way back to the search. */
export function KnownPatient({ name, onChange }: { readonly name: string; readonly onChange: () => void }) {
  return <Row justify="between"><Text strong>{name}</Text><OtherPatient onChange={onChange} /></Row>;
}

export function OtherPatient({ onChange }: { readonly onChange: () => void }) {
  const t = useText();
  return <Button size="dense" kind="quiet" onClick={onChange}>{t('patients.lookup.change')}</Button>;
}
