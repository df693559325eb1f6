import { RetentionDays } from '#shared/domain/backup/retention.ts';

import { NumberField, Text, useText } from '#renderer/ui/index.ts';

/** For how many days a place keeps backups, with what the number means and its bounds. */
export function RetentionField({ days, isServer, onChange }: { readonly days: number | null; readonly isServer: boolean; readonly onChange: (days: number | null) => void }) {
  const t = useText();
  const isWrong = !RetentionDays.safeParse(days).success;
  return (
    <>
      <NumberField label={t('backup.retention.days')} help={t('backup.retention.daysHelp')} value={days} onChange={onChange} required {...(isWrong ? { error: t('backup.retention.daysWrong') } : {})} />
      {isServer ? <Text muted>{t('backup.retention.daysServer')}</Text> : null}
    </>
  );
}
