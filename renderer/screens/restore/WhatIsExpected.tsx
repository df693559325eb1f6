import type { OutputOf } from '#renderer/client/index.ts';
import { Banner, Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';
import { useStamp } from './use-stamp.ts';

type Offer = OutputOf<'restore', 'unlock'>;

/** Whether the place holds what it should: by this computer's memory, a receipt or the other place; and two newest states side by side. */
export function WhatIsExpected({ offer }: { readonly offer: Offer }) {
  const t = useText();
  const stamp = useStamp();
  const missing = offer.expected.filter(one => one.verdict !== 'here');
  const here = offer.expected.filter(one => one.verdict === 'here');
  const words = ({ by, verdict, seq, createdAt }: Offer['expected'][number]) =>
    t(verdict === 'replaced' ? 'restore.expected.replaced' : 'restore.expected.gone', { by: t(`restore.expected.by.${by}`), seq, when: createdAt === null ? 'none' : stamp(createdAt) });
  return (
    <>
      {missing.length > 0 ? (
        <Banner tone="danger" live title={t('restore.choose.olderTitle')}>
          <ul className={classes.faults}>{missing.map(one => <li key={one.by}>{words(one)}</li>)}</ul>
          {t('restore.choose.olderHelp')}
        </Banner>
      ) : null}
      {here.map(one => <Text muted key={one.by}>{t('restore.expected.here', { by: t(`restore.expected.by.${one.by}`), seq: one.seq, when: one.createdAt === null ? 'none' : stamp(one.createdAt) })}</Text>)}
      {offer.unread > 0 ? <Text muted>{t('restore.choose.unread', { count: offer.unread })}</Text> : null}
      {offer.gone > 0 ? <Text muted>{t('restore.choose.gone', { count: offer.gone })}</Text> : null}
      {offer.destroyed?.length ? <Banner tone="info">{t('restore.choose.destroyed', { list: offer.destroyed.map(one => t('restore.choose.destroyedOne', { authority: one.authority, date: one.decidedOn, number: one.caseNumber })).join('; ') })}</Banner> : null}
      {offer.forked ? <Fork heads={offer.heads} /> : null}
      {offer.otherPlace === null ? null : <Text muted>{t('restore.other.open', { place: offer.otherPlace })}</Text>}
    </>
  );
}

/** Each computer's newest state with its counts; which one is right only the clinic can know. */
function Fork({ heads }: { readonly heads: Offer['heads'] }) {
  const t = useText();
  const stamp = useStamp();
  const { number } = useFormats();
  return (
    <Banner tone="danger" live title={t('restore.fork.title', { count: heads.length })}>
      {t('restore.fork.lead')}
      <ul className={classes.faults}>
        {heads.map(head => (
          <li key={head.machineId}>
            {t('restore.fork.head', {
              computer: head.machineId.slice(0, 4), from: stamp(head.firstAt), when: stamp(head.createdAt), seq: head.seq, patients: number(head.counts.patients), notes: number(head.counts.notes), log: number(head.counts.log),
            })}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
