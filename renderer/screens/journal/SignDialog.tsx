import { useCardPresence, useErrorText, useSession } from '#renderer/client/index.ts';
import { Banner, Dialog, PinField, Text, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import type { Signing } from './use-signing.ts';

/** Asks who is at the keyboard (L-11). The PIN goes from the key to the card and is kept nowhere. */
export function SignDialog({ signing, name }: { readonly signing: Signing; readonly name: string }) {
  const t = useText();
  const errorText = useErrorText();
  const presence = useCardPresence();
  const hasCard = Boolean(useSession().data?.user?.certificateNotAfter);
  const { asking } = signing;
  const label = t(!hasCard ? 'signing.ask.code' : asking === 'sign' ? 'journal.sign.pin' : 'signing.ask.pin');
  const help = signing.isRunning ? t('signing.ask.working') : t(asking === 'sign' ? 'journal.sign.help' : 'signing.ask.help');
  return (
    <Dialog open={asking !== null} onClose={signing.cancel} title={t(asking === 'sign' ? 'journal.sign.title' : 'signing.ask.title', { name })}>
      <div className={classes.form}>
        <Text muted>{t('journal.sign.ask')}</Text>
        <PinField label={label} help={help} disabled={signing.isRunning} minLength={hasCard ? (presence?.minPin ?? 4) : 6} maxLength={hasCard ? (presence?.maxPin ?? 12) : 6} focusKey={`${signing.tries}-${String(signing.isRunning)}`} onSubmit={signing.withPin} />
        {signing.error ? <Banner tone="danger" live>{errorText(signing.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}
