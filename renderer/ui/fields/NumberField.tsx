import { NumberInput } from '@mantine/core';
import type { FocusEvent } from 'react';

import { inputProps, type FieldProps } from './field.ts';

export interface NumberFieldProps extends FieldProps<number | null> {
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly decimals?: number;
  readonly unit?: string;
}

/** A number or nothing; decimal comma as in Swedish, right-aligned. */
export function NumberField({ min, max, step, decimals = 0, unit, ...field }: NumberFieldProps) {
  return (
    <NumberInput
      {...inputProps(field)}
      value={field.value ?? ''}
      onChange={value => field.onChange(typeof value === 'number' ? value : value === '' ? null : Number(value))}
      decimalSeparator=","
      allowedDecimalSeparators={[',', '.']}
      decimalScale={decimals}
      hideControls
      // A field that has the focus at once is typed over, as one that is come to with Tab.
      {...(field.autoFocus ? { onFocus: (event: FocusEvent<HTMLInputElement>) => event.currentTarget.select() } : {})}
      styles={{ input: { textAlign: 'right' } }}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(step === undefined ? {} : { step })}
      {...(unit === undefined ? {} : { suffix: ` ${unit}` })}
    />
  );
}
