import { ApiError, useErrorText, useRefresh } from '#renderer/client/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

interface BookingProblemProps {
  readonly error: unknown;
  readonly anyway: (() => void) | undefined;
  readonly label?: string;
  /** The key of going on, where the dialog listens to one. */
  readonly keys?: string;
  /** Takes the sentence away. */
  readonly onDismiss?: () => void;
}

/** Why it was refused; going on in spite of it is a choice of its own, never the Enter key. Somebody was faster: load again. */
export function BookingProblem({ error, anyway, label, keys, onDismiss }: BookingProblemProps) {
  const t = useText();
  const errorText = useErrorText();
  const refresh = useRefresh();
  if (!error) return null;
  const { text, trace } = errorText(error);
  const again = (): void => {
    void refresh('agenda');
    onDismiss?.();
  };
  const wasChanged = error instanceof ApiError && error.detail.code === 'record.changedMeanwhile';
  return (
    <Banner tone={anyway ? 'attention' : 'danger'} live code={trace}
      actions={anyway ? <Button size="dense" onClick={anyway} {...(keys ? { shortcut: keys } : {})}>{label ?? t('agenda.booking.anyway')}</Button> : wasChanged ? <Button size="dense" onClick={again}>{t('agenda.loadAgain')}</Button> : undefined}>
      {text}
    </Banner>
  );
}
