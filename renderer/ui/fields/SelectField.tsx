import { Select } from '@mantine/core';

import { useText } from '../text.tsx';
import { inputProps, type FieldProps } from './field.ts';

export interface Option<V extends string = string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectFieldProps<V extends string> extends FieldProps<V | null> {
  readonly options: readonly Option<V>[];
  /** Type to filter; on by default from eight options. */
  readonly searchable?: boolean;
  readonly clearable?: boolean;
}

/** One of a list. Type to filter, arrows to walk, Enter to take; the options open inside dialogs (Mantine #8626). */
export function SelectField<V extends string>({ options, searchable, clearable = false, ...field }: SelectFieldProps<V>) {
  const t = useText();
  return (
    <Select
      {...inputProps(field)}
      data={options.map(({ value, label, disabled }) => ({ value: value as string, label, ...(disabled ? { disabled } : {}) }))}
      value={field.value}
      onChange={value => field.onChange(options.find(option => option.value === value)?.value ?? null)}
      searchable={searchable ?? options.length >= 8}
      clearable={clearable}
      allowDeselect={clearable}
      nothingFoundMessage={t('ui.select.nothing')}
      selectFirstOptionOnChange
    />
  );
}
