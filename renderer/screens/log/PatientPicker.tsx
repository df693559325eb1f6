import { useState, type KeyboardEvent } from 'react';

import { callProcedure } from '#renderer/client/index.ts';
import { SelectField, TextField, useText } from '#renderer/ui/index.ts';

interface Found {
  readonly id: string;
  readonly label: string;
}

export interface PatientPickerProps {
  readonly value: Found | null;
  readonly onChange: (patient: Found | null) => void;
}

/** Type a number or name and press Enter: one hit is taken at once, several are offered. Each search is in the log, so none is made while typing. */
export function PatientPicker({ value, onChange }: PatientPickerProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const search = async (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || typed.trim() === '') return;
    event.preventDefault();
    const { patients } = await callProcedure('log', 'findPatient', { text: typed });
    const [only] = patients;
    if (patients.length === 1 && only) return onChange(only);
    setFound(patients);
  };
  if (value) return <SelectField label={t('log.filter.patient')} value={value.id} clearable options={[{ value: value.id, label: value.label }]} onChange={id => { if (id === null) onChange(null); }} />;
  if (found && found.length > 0) {
    return <SelectField label={t('log.filter.patient')} value={null} autoFocus clearable options={found.map(({ id, label }) => ({ value: id, label }))} onChange={id => { setFound(null); onChange(found.find(one => one.id === id) ?? null); }} />;
  }
  return <TextField label={t('log.filter.patient')} value={typed} placeholder={t('log.filter.patientPlaceholder')} error={found ? t('log.filter.patientNone') : undefined} onChange={text => { setFound(null); setTyped(text); }} onKeyDown={event => void search(event).catch(() => setFound([]))} />;
}
