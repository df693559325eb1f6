import { CONSENT_RULES } from '#shared/domain/reminders/settings.ts';

import { RadioGroup, Section, Text, useText } from '#renderer/ui/index.ts';

import type { SettingsDraft } from './use-settings-draft.ts';

/** Whether a yes is needed, or no no. A protected identity gets nothing either way (G-11). */
export function WhoPart({ form: { draft, set } }: { readonly form: SettingsDraft }) {
  const t = useText();
  const options = CONSENT_RULES.map(value => ({ value, label: t(`reminders.consentRule.${value}`), help: t(`reminders.consentRule.${value}Help`) }));
  return (
    <Section title={t('reminders.consentRule.title')}>
      <RadioGroup label={t('reminders.consentRule.label')} value={draft.consentRule} onChange={consentRule => set({ consentRule })} options={options} />
      <Text muted small>{t('reminders.consentRule.protected')}</Text>
    </Section>
  );
}
