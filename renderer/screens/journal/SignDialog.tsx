import { useCardPresence, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, PinField, Text, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import type { Signing } from './use-signing.ts';

/** Asks for the signing PIN. It goes from the key to the card and is kept nowhere. */
export function SignDialog({ signing, title }: { readonly signing: Signing; readonly title: string }) {
  const t = useText();
  const errorText = useErrorText();
  const presence = useCardPresence();
  return (
    <Dialog open={signing.isAsking} onClose={signing.cancel} title={title}>
      <div className={classes.form}>
        <Text muted>{t('journal.sign.ask')}</Text>
        <PinField label={t('journal.sign.pin')} help={signing.isRunning ? t('journal.sign.working') : t('journal.sign.help')} disabled={signing.isRunning} minLength={presence?.minPin ?? 4} maxLength={presence?.maxPin ?? 12} focusKey={`${signing.tries}-${String(signing.isRunning)}`} onSubmit={signing.withPin} />
        {signing.error ? <Banner tone="danger" live>{errorText(signing.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}
