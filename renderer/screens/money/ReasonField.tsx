import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { SelectField, Text, useText } from '#renderer/ui/index.ts';

interface ReasonFieldProps {
  readonly patientId: string;
  readonly value: string | null;
  readonly onChange: (noteId: string | null) => void;
}

/**
 * The signed note with the medical assessment that makes an aesthetic treatment exempt from VAT (F-01). By time and author
 * only: whoever charges may not read notes.
 */
export function ReasonField({ patientId, value, onChange }: ReasonFieldProps) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const { data } = useQueryOf('care', 'signedNotes', { patientId });
  if (data?.length === 0) return <Text muted small>{t('care.exempt.none')}</Text>;
  const options = (data ?? []).map(note => ({ value: note.noteId, label: t('care.exempt.note', { date: toLocal(note.eventTime, timeZone).date, name: note.authorName, title: note.authorTitle }) }));
  return <SelectField label={t('care.exempt.label')} value={value} onChange={onChange} options={options} help={t('care.exempt.help')} clearable required />;
}
