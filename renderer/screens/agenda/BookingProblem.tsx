import { useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

/** Why it was refused; going on in spite of it is a choice of its own, never the Enter key. */
export function BookingProblem({ error, anyway, label }: { readonly error: unknown; readonly anyway: (() => void) | undefined; readonly label?: string }) {
  const t = useText();
  const errorText = useErrorText();
  if (!error) return null;
  const { text, trace } = errorText(error);
  return (
    <Banner tone={anyway ? 'attention' : 'danger'} live code={trace} actions={anyway ? <Button size="dense" onClick={anyway}>{label ?? t('agenda.booking.anyway')}</Button> : undefined}>
      {text}
    </Banner>
  );
}
