import { useClinicDay } from '#renderer/client/index.ts';
import { DateField, Row, TimeField, useText } from '#renderer/ui/index.ts';

import type { Moment } from './moment.ts';

/** Day and time side by side. */
export function MomentFields({ label, value, onChange, disabled }: { readonly label: string; readonly value: Moment; readonly onChange: (value: Moment) => void; readonly disabled: boolean }) {
  const t = useText();
  const { today } = useClinicDay();
  return (
    <Row gap={3} wrap>
      <DateField label={label} value={value.date} onChange={date => onChange({ ...value, date })} today={today} disabled={disabled} />
      <TimeField label={t('breach.form.timeOf', { label })} value={value.time} onChange={time => onChange({ ...value, time })} disabled={disabled} />
    </Row>
  );
}
