import { Checkbox as MantineCheckbox, Group, Radio, SegmentedControl, Switch as MantineSwitch } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Option } from './SelectField.tsx';

export interface CheckboxProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}

const extras = ({ help, error }: Pick<CheckboxProps, 'help' | 'error'>) => ({
  ...(help === undefined ? {} : { description: help }),
  ...(error ? { error } : {}),
});

export function Checkbox({ label, checked, onChange, disabled, ...rest }: CheckboxProps) {
  return <MantineCheckbox size="sm" label={label} checked={checked} disabled={disabled ?? false} onChange={event => onChange(event.currentTarget.checked)} {...extras(rest)} />;
}

/** A setting that takes effect at once. */
export function Switch({ label, checked, onChange, disabled, ...rest }: CheckboxProps) {
  return <MantineSwitch size="sm" label={label} checked={checked} disabled={disabled ?? false} onChange={event => onChange(event.currentTarget.checked)} {...extras(rest)} />;
}

export interface RadioGroupProps<V extends string> {
  readonly label: string;
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly options: readonly (Option<V> & { readonly help?: string })[];
  readonly error?: string | undefined;
  readonly inline?: boolean;
}

export function RadioGroup<V extends string>({ label, value, onChange, options, error, inline = false }: RadioGroupProps<V>) {
  const choose = (next: string) => {
    const option = options.find(candidate => candidate.value === next);
    if (option) onChange(option.value);
  };
  const radios = options.map(option => (
    <Radio key={option.value} size="sm" value={option.value} label={option.label} disabled={option.disabled ?? false} {...(option.help ? { description: option.help } : {})} />
  ));
  return (
    <Radio.Group label={label} value={value ?? ''} onChange={choose} size="sm" {...(error ? { error } : {})}>
      <Group gap={inline ? 16 : 8} mt={4} {...(inline ? {} : { display: 'grid' })}>{radios}</Group>
    </Radio.Group>
  );
}

/** Two to five views of the same thing: Dag · Vecka. */
export function SegmentedChoice<V extends string>({ label, value, onChange, options }: { readonly label: string; readonly value: V; readonly onChange: (value: V) => void; readonly options: readonly Option<V>[] }) {
  return (
    <SegmentedControl
      aria-label={label}
      size="xs"
      value={value}
      transitionDuration={0}
      data={options.map(option => ({ value: option.value as string, label: option.label }))}
      onChange={next => {
        const option = options.find(candidate => candidate.value === next);
        if (option) onChange(option.value);
      }}
    />
  );
}
