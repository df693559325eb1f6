import { lifecycleRules, serverDays } from '#shared/domain/backup/lifecycle.ts';

import { Button, notify, Section, Text, TextArea, useText } from '#renderer/ui/index.ts';

import classes from './Server.module.css';

interface ExpiryRulesProps {
  readonly prefix: string;
  readonly retentionDays: number;
}

/** The rules to give the provider, so that the server lets old backups go and never the monthly archive. */
export function ExpiryRules({ prefix, retentionDays }: ExpiryRulesProps) {
  const t = useText();
  const rules = lifecycleRules({ prefix, retentionDays });
  const copy = () => void navigator.clipboard.writeText(rules).then(() => notify(t('backup.retention.rulesCopied')));
  return (
    <Section title={t('backup.retention.rulesTitle')} level={3} actions={<Button size="dense" onClick={copy}>{t('backup.retention.rulesCopy')}</Button>}>
      <div className={classes.form}>
        <Text muted>{t('backup.retention.rulesLead', { days: serverDays(retentionDays) })}</Text>
        <div className={classes.policy}><TextArea label={t('backup.retention.rules')} value={rules} onChange={() => undefined} readOnly rows={6} /></div>
        <Text muted>{t('backup.retention.locks')}</Text>
      </div>
    </Section>
  );
}
