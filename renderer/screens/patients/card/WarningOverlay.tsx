import { useQueryOf } from '#renderer/client/index.ts';
import { createAsked } from '#renderer/parts/asked.ts';

import { NoneKnownDialog, WarningDialog } from './WarningDialogs.tsx';

interface AskedWarning {
  readonly kind: 'warning' | 'noneKnown';
  readonly patientId: string;
}

/** Opens a new warning, or the answer that none are known, above any screen of the patient (K-21); undefined closes it. */
export const { ask: askWarning, useAsked } = createAsked<AskedWarning>();
const close = (): void => askWarning(undefined);

/** Draws nothing until a command asks. */
export function WarningOverlay() {
  const open = useAsked();
  return open ? <Asked key={`${open.kind} ${open.patientId}`} open={open} /> : null;
}

function Asked({ open }: { readonly open: AskedWarning }) {
  const { data: card } = useQueryOf('patients', 'get', { id: open.patientId });
  if (!card) return null;
  return open.kind === 'warning' ? <WarningDialog card={card} warning={null} onClose={close} /> : <NoneKnownDialog card={card} onClose={close} />;
}
