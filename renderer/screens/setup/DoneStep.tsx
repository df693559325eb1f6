import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

import classes from './Setup.module.css';

export function DoneStep({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const finish = useCommandOf('setup', 'finish');
  return (
    <StepPane title={t('setup.done.title')} lead={t('setup.done.lead')}>
      {finish.error ? <Banner tone="danger" live>{errorText(finish.error).text}</Banner> : null}
      <div className={classes.actions}><Button kind="primary" loading={finish.isRunning} onClick={() => finish.start({}, onDone)} autoFocus>{t('setup.done.open')}</Button></div>
    </StepPane>
  );
}
