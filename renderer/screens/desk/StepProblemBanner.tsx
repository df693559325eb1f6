import { useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

import type { StepProblem } from './use-visit-steps.ts';

/** Why a step was refused; going on in spite of it is a choice of its own, never the Enter key. */
export function StepProblemBanner({ problem }: { readonly problem: StepProblem | undefined }) {
  const t = useText();
  const errorText = useErrorText();
  if (!problem) return null;
  const { text, trace } = errorText(problem.error);
  const again = problem.anyway;
  return <Banner tone={again ? 'attention' : 'danger'} live code={trace} actions={again ? <Button size="dense" onClick={again}>{t('desk.queue.anyway')}</Button> : undefined}>{text}</Banner>;
}
