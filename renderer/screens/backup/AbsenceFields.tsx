import { NumberField, Stack, Switch, useText } from '#renderer/ui/index.ts';

const USUAL_DAYS = 7;

/** For a disk that is carried away: how long it may be gone before that is alarming. */
export function AbsenceFields({ days, onChange }: { readonly days: number | null; readonly onChange: (days: number | null) => void }) {
  const t = useText();
  return (
    <Stack gap={2}>
      <Switch label={t('backup.targets.carried')} help={t('backup.targets.carriedHelp')} checked={days !== null} onChange={on => onChange(on ? USUAL_DAYS : null)} />
      {days === null ? null : <NumberField label={t('backup.targets.absenceDays')} value={days} min={1} max={60} onChange={value => onChange(value ?? USUAL_DAYS)} required />}
    </Stack>
  );
}
