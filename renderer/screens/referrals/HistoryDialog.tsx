import type { ReferralRow } from '#shared/contract/referrals.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Referrals.module.css';

/** Everything that was done about a referral, oldest first, by whom and why. */
export function HistoryDialog({ row, onClose }: { readonly row: ReferralRow; readonly onClose: () => void }) {
  const t = useText();
  const { stamp } = useFormats();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('referrals', 'history', { id: row.id, patientId: row.patientId });
  return (
    <Dialog open onClose={onClose} title={`${t('referrals.history.title')}: ${row.recipientName}`} size="medium">
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      <ol className={classes.events}>
        {(data ?? []).map(event => (
          <li key={`${event.at}${event.step}`} className={classes.event}>
            <span>{[t('referrals.history.row', { step: t(`referrals.step.${event.step}`), due: event.dueOn }), event.reason].filter(Boolean).join(' ')}</span>
            <span className={classes.by}>{t('referrals.history.by', { time: stamp(event.at), name: event.actorName })}</span>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
