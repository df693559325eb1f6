import { useGo } from '#renderer/commands/index.ts';
import { Button, StatusRow, useText } from '#renderer/ui/index.ts';

import { useSheet } from './use-sheet.ts';

/** Could the clinic work today without the program? One line on the administrator's start page. */
export function SheetWidget() {
  const t = useText();
  const go = useGo();
  const { status, words, reason } = useSheet();
  if (!words || !status) return null;
  const action = <Button size="dense" kind="quiet" onClick={() => go('/settings/prints')}>{t(status.state === 'off' ? 'prints.sheet.turnOn' : 'prints.sheet.open')}</Button>;
  return <StatusRow tone={words.tone} label={t('prints.sheet.name')} value={words.text} {...(reason === undefined ? {} : { detail: reason })} action={action} />;
}
