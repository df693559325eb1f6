import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Button, Text, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';

interface DoneStepProps {
  readonly keptAside: string | null;
  readonly onSignIn: () => void;
}

/** The clinic works again, and where the earlier database lies. */
export function DoneStep({ keptAside, onSignIn }: DoneStepProps) {
  const t = useText();
  return (
    <StepPane title={t('restore.done.title')} lead={t('restore.done.lead')}>
      <Text>{keptAside ? t('restore.keptAside', { folder: keptAside }) : t('restore.done.none')}</Text>
      <div className={classes.actions}><Button kind="primary" autoFocus onClick={onSignIn}>{t('restore.done.signIn')}</Button></div>
    </StepPane>
  );
}
