import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, Ref } from 'react';

import { KeyHint } from '../KeyHint.tsx';
import { useText } from '../text.tsx';

export interface SearchFieldProps {
  /** Said by screen readers and shown while the field is empty. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The key that leads here. */
  readonly shortcut?: string;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly maxLength?: number;
}

/** Words to look for in what is on screen; Escape empties it. */
export function SearchField({ label, value, onChange, shortcut, onKeyDown, inputRef, maxLength = 200 }: SearchFieldProps) {
  const t = useText();
  const keyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape' && value !== '') {
      event.preventDefault();
      event.stopPropagation();
      onChange('');
    } else onKeyDown?.(event);
  };
  const right = value !== '' ? <CloseButton size="sm" tabIndex={-1} aria-label={t('ui.search.clear')} onClick={() => onChange('')} /> : shortcut ? <KeyHint keys={shortcut} /> : null;
  return (
    <TextInput
      ref={inputRef ?? null} size="sm" aria-label={label} placeholder={label} value={value} onChange={event => onChange(event.currentTarget.value)} onKeyDown={keyDown} maxLength={maxLength}
      spellCheck={false} autoComplete="off" leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />} rightSection={right}
    />
  );
}
