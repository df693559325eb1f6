import { useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Button, StatusRow, useText } from '#renderer/ui/index.ts';

/** On the start page, and only while a decision waits that somebody else entered: the second person learns of it nowhere else. */
export function ToConfirmWidget() {
  const t = useText();
  const go = useGo();
  const { data } = useQueryOf('destruction', 'toConfirm', {});
  if (!data || data.count === 0) return null;
  return <StatusRow tone="attention" label={t('destruction.title')} value={t('destruction.waiting.start', { count: data.count })} action={<Button size="dense" onClick={() => go('/destruction')}>{t('destruction.waiting.open')}</Button>} />;
}
