import { Textarea, TextInput } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';

import { inputProps, type FieldProps } from './field.ts';

export interface TextFieldProps extends FieldProps<string> {
  readonly maxLength?: number;
  /** Tabular figures, for numbers that are compared: personal numbers, phone, HSA-id. */
  readonly numeric?: boolean;
  /** Passphrases: shown as dots, never offered to be stored. */
  readonly secret?: boolean;
  readonly left?: ReactNode;
  readonly right?: ReactNode;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
}

export function TextField({ numeric, secret, left, right, maxLength, onKeyDown, ...field }: TextFieldProps) {
  return (
    <TextInput
      {...inputProps(field)}
      value={field.value}
      onChange={event => field.onChange(event.currentTarget.value)}
      type={secret ? 'password' : 'text'}
      spellCheck={false}
      {...(numeric ? { inputMode: 'numeric' as const } : {})}
      {...(left === undefined ? {} : { leftSection: left })}
      {...(right === undefined ? {} : { rightSection: right })}
      {...(maxLength === undefined ? {} : { maxLength })}
      {...(onKeyDown === undefined ? {} : { onKeyDown })}
    />
  );
}

export interface TextAreaProps extends Omit<FieldProps<string>, 'ref'> {
  readonly rows?: number;
  readonly maxLength?: number;
}

/** Several lines; grows with its text up to 12 rows. */
export function TextArea({ rows = 3, maxLength, ...field }: TextAreaProps) {
  const { ref: _ref, ...props } = inputProps<string>(field);
  return (
    <Textarea
      {...props}
      value={field.value}
      onChange={event => field.onChange(event.currentTarget.value)}
      autosize
      minRows={rows}
      maxRows={12}
      {...(maxLength === undefined ? {} : { maxLength })}
    />
  );
}
