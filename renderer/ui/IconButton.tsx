import { ActionIcon } from '@mantine/core';
import type { ReactNode, Ref } from 'react';

import { keyText } from './keys.ts';
import { useText } from './text.tsx';

export interface IconButtonProps {
  /** Said by screen readers and shown as a tip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick?: () => void;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly size?: 'dense' | 'normal';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, icon, shortcut, pressed, size = 'normal', ...rest }: IconButtonProps) {
  const t = useText();
  return (
    <ActionIcon {...rest} variant="subtle" color="petrol" size={size === 'dense' ? 28 : 32} aria-label={label} data-tip={shortcut ? `${label} (${keyText(shortcut, t)})` : label} {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}>
      {icon}
    </ActionIcon>
  );
}
