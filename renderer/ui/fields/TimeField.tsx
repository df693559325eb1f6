import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';

import { useText } from '../text.tsx';
import { inputProps, type FieldProps } from './field.ts';
import { parseTypedTime } from './parse-date.ts';

/** A time of day `HH:MM`, typed as 9, 930, 9.30 or 09:30; what was typed stays until it is a time, and is said not to be one. */
export function TimeField(field: FieldProps<string | null>) {
  const t = useText();
  const [typed, setTyped] = useState(field.value ?? '');
  const [isNoTime, setNoTime] = useState(false);
  useEffect(() => setTyped(field.value ?? ''), [field.value]);
  const settle = () => {
    const time = typed.trim() === '' ? null : parseTypedTime(typed);
    setNoTime(time === undefined);
    if (time !== undefined && time !== field.value) field.onChange(time);
    if (time) setTyped(time);
    field.onBlur?.();
  };
  return (
    <TextInput
      {...inputProps(isNoTime ? { ...field, error: t('ui.time.wrong') } : field)}
      value={typed}
      inputMode="numeric"
      placeholder={field.placeholder ?? '09:00'}
      onChange={event => { setTyped(event.currentTarget.value); setNoTime(false); }}
      onBlur={settle}
      onKeyDown={event => { if (event.key === 'Enter') settle(); }}
    />
  );
}
