import { useSyncExternalStore } from 'react';

import { useQueryOf } from '#renderer/client/index.ts';

import { NoneKnownDialog, WarningDialog } from './WarningDialogs.tsx';

interface AskedWarning {
  readonly kind: 'warning' | 'noneKnown';
  readonly patientId: string;
}

let asked: AskedWarning | undefined;
const listeners = new Set<() => void>();

/** Opens a new warning, or the answer that none are known, above any screen of the patient (K-21); undefined closes it. */
export function askWarning(next: AskedWarning | undefined): void {
  asked = next;
  for (const listener of [...listeners]) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const close = (): void => askWarning(undefined);

/** Draws nothing until a command asks. */
export function WarningOverlay() {
  const open = useSyncExternalStore(subscribe, () => asked);
  return open ? <Asked key={`${open.kind} ${open.patientId}`} open={open} /> : null;
}

function Asked({ open }: { readonly open: AskedWarning }) {
  const { data: card } = useQueryOf('patients', 'get', { id: open.patientId });
  if (!card) return null;
  return open.kind === 'warning' ? <WarningDialog card={card} warning={null} onClose={close} /> : <NoneKnownDialog card={card} onClose={close} />;
}
