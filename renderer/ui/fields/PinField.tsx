import { TextInput } from '@mantine/core';
import { useEffect, useRef, type KeyboardEvent } from 'react';

export interface PinFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** The field takes the focus by itself, and again whenever this value changes (a card came, a try failed). */
  readonly focusKey?: string | number;
  /** Something is typed before it: it leaves the focus alone when it appears, and takes it after a try that failed. */
  readonly comesSecond?: boolean;
  /** Called on Enter with what was typed; the field is emptied in the same moment and nothing keeps it. */
  readonly onSubmit: (pin: string) => void;
  /** Only whether there is enough to submit; never the digits. */
  readonly onReady?: (ready: boolean) => void;
}

/** A PIN: never stored in state, never offered to be saved or filled in, gone once handed over. */
export function PinField({ label, help, error, disabled, minLength = 4, maxLength = 12, focusKey, comesSecond = false, onSubmit, onReady }: PinFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const waits = useRef(comesSecond);
  useEffect(() => {
    if (!disabled && !waits.current) input.current?.focus();
    waits.current = false;
  }, [focusKey, disabled]);
  const submit = (event: KeyboardEvent<HTMLInputElement>) => {
    const typed = event.currentTarget.value;
    if (event.key !== 'Enter' || typed.length < minLength) return;
    event.preventDefault();
    event.currentTarget.value = '';
    onReady?.(false);
    onSubmit(typed);
  };
  return (
    <TextInput
      ref={input}
      type="password"
      label={label}
      size="md"
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      data-pin
      // A dialog's focus trap gives the focus to this field instead of to its close button.
      data-autofocus={focusKey === undefined ? undefined : true}
      maxLength={maxLength}
      disabled={disabled ?? false}
      onKeyDown={submit}
      onInput={event => onReady?.(event.currentTarget.value.length >= minLength)}
      {...(help ? { description: help } : {})}
      {...(error ? { error } : {})}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  );
}
