import { useState } from 'react';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, Text, useText } from '#renderer/ui/index.ts';

import { ComparisonTable } from './ComparisonTable.tsx';
import { DamageDialog } from './DamageDialog.tsx';
import { LossList } from './LossList.tsx';
import classes from './Restore.module.css';

type Comparison = NonNullable<OutputOf<'restore', 'state'>['comparison']>;

interface CompareStepProps {
  readonly comparison: Comparison;
  readonly onOther: () => void;
  readonly onAdopted: () => void;
}

/** Both databases side by side. Only an equal one is offered straight away; a damaged one after its price is told. */
export function CompareStep({ comparison, onOther, onAdopted }: CompareStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const adopt = useCommandOf('restore', 'adopt');
  const [asking, setAsking] = useState(false);
  const { equal, found } = comparison;
  const take = (acceptDamage: boolean) => adopt.start({ acceptDamage }, onAdopted);
  return (
    <StepPane title={t(equal ? 'restore.compare.titleEqual' : 'restore.compare.titleDifferent')} lead={t('restore.compare.lead')}>
      {equal ? <Banner tone="ok" live>{t('restore.compare.equal')}</Banner> : <Differences comparison={comparison} />}
      <ComparisonTable comparison={comparison} />
      <LossList comparison={comparison} />
      {adopt.error && !asking ? <Banner tone="danger" live>{errorText(adopt.error).text}</Banner> : null}
      <Text muted>{t('restore.compare.aside')}</Text>
      <div className={classes.actions}>
        {equal ? <Button kind="primary" autoFocus loading={adopt.isRunning} onClick={() => take(false)}>{t('restore.compare.adopt')}</Button> : null}
        <Button kind={equal ? 'quiet' : 'primary'} autoFocus={!equal} onClick={onOther}>{t('restore.compare.other')}</Button>
        {!equal && found ? <Button onClick={() => setAsking(true)}>{t('restore.compare.damage')}</Button> : null}
      </div>
      {asking ? <DamageDialog loading={adopt.isRunning} error={adopt.error} onClose={() => setAsking(false)} onAccept={() => take(true)} /> : null}
    </StepPane>
  );
}

function Differences({ comparison }: { readonly comparison: Comparison }) {
  const t = useText();
  const { missingPageCount, unreadablePacks, damagedPages, structureProblems, vaultMissing, found } = comparison;
  return (
    <Banner tone="danger" live title={t('restore.compare.different')}>
      <ul className={classes.faults}>
        {found === null ? <li>{t('restore.compare.unreadable')}</li> : null}
        {missingPageCount > 0 ? <li>{t('restore.compare.missingPages', { count: missingPageCount })}</li> : null}
        {unreadablePacks > 0 ? <li>{t('restore.compare.unreadablePacks', { count: unreadablePacks })}</li> : null}
        {damagedPages > 0 ? <li>{t('restore.compare.damagedPages', { count: damagedPages })}</li> : null}
        {vaultMissing ? <li>{t('restore.compare.vaultMissing')}</li> : null}
        {structureProblems > 0 ? <li>{t('restore.compare.structure', { count: structureProblems })}</li> : null}
      </ul>
    </Banner>
  );
}
