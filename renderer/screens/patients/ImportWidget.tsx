import { useGo } from '#renderer/commands/index.ts';
import { Button, Section, StatusRow, useText } from '#renderer/ui/index.ts';

/** The administrator's way to the import; the register itself is not theirs to read. */
export function ImportWidget() {
  const t = useText();
  const go = useGo();
  return (
    <Section title={t('patients.import.start')}>
      <StatusRow tone="none" label={t('patients.title')} value={t('patients.import.startHelp')} action={<Button size="dense" onClick={() => go('/patients/import')}>{t('patients.command.import')}</Button>} />
    </Section>
  );
}
