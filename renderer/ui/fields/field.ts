import type { ReactNode, Ref } from 'react';

/** What every field has: a label that is always visible, help under it, an error in words. */
export interface FieldProps<V> {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly onBlur?: () => void;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly readOnly?: boolean;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly name?: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** The part that goes to Mantine's inputs unchanged; `undefined` keys are left out (exactOptionalPropertyTypes). */
export function inputProps<V>({ help, error, autoFocus, value: _value, onChange: _onChange, ...rest }: FieldProps<V>) {
  return {
    ...rest,
    size: 'sm' as const,
    autoComplete: 'off',
    ...(help === undefined ? {} : { description: help }),
    ...(error ? { error } : {}),
    ...(autoFocus ? { autoFocus: true, 'data-autofocus': true } : {}),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
  };
}
