import { Button as MantineButton } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { useEffect, useLayoutEffect, useRef, type ReactNode, type Ref } from 'react';

import { KeyHint } from './KeyHint.tsx';

export interface ButtonProps {
  /** A verb: "Spara", "Boka", "Signera". */
  readonly children: ReactNode;
  readonly onClick?: () => void;
  /** `primary` once per view; `danger` only for what cannot be undone. */
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly size?: 'dense' | 'normal' | 'large';
  readonly icon?: ReactNode;
  /** Shortcut shown after the word, e.g. `F9` or `mod+s`. Registering it is the command registry's matter. */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly loading?: boolean;
  readonly autoFocus?: boolean;
  readonly fullWidth?: boolean;
  readonly id?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

const VARIANT = { primary: 'filled', danger: 'filled', secondary: 'default', quiet: 'subtle' } as const;
const SIZE = { dense: 'compact-sm', normal: 'sm', large: 'md' } as const;

/** A button that is waited for is disabled and so loses the focus; it has it back when the wait ends and nothing else has taken it. */
function useKeptFocus(loading: boolean) {
  const own = useRef<HTMLButtonElement>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    if (loading) hadFocus.current = document.activeElement === own.current;
  }, [loading]);
  useEffect(() => {
    if (loading || !hadFocus.current) return;
    hadFocus.current = false;
    if (document.activeElement === document.body) own.current?.focus();
  }, [loading]);
  return own;
}

/** A verb to press. Enter and Space work it; while `loading` it waits and cannot be pressed twice. */
export function Button({ children, kind = 'secondary', size = 'normal', type = 'button', icon, shortcut, autoFocus, ref, ...rest }: ButtonProps) {
  const own = useKeptFocus(rest.loading === true);
  return (
    <MantineButton
      {...rest}
      ref={useMergedRef(own, ref)}
      type={type}
      variant={VARIANT[kind]}
      color={kind === 'danger' ? 'brick' : 'petrol'}
      size={SIZE[size]}
      data-kind={kind}
      leftSection={icon}
      rightSection={shortcut ? <KeyHint keys={shortcut} onFilled={kind === 'primary' || kind === 'danger'} /> : undefined}
      {...(autoFocus ? { 'data-autofocus': true, autoFocus: true } : {})}
    >
      {children}
    </MantineButton>
  );
}
