import { useState } from 'react';

import { OFFER_CHANNELS } from '#shared/domain/waiting/wish.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, RadioGroup, Stack, Text, useText } from '#renderer/ui/index.ts';

import type { Answers, Channel, Line } from './use-answers.ts';
import classes from './Waiting.module.css';
import { useNames, useWhen } from './wish-words.ts';

const UNTIL = ['none', '60', '180', '1440'] as const;
type Until = (typeof UNTIL)[number];

interface OfferDialogProps {
  readonly line: Line;
  readonly answers: Answers;
  readonly onClose: () => void;
}

/** Which time somebody is asked about, how, and until when the answer is waited for. Enter writes it down. */
export function OfferDialog({ line, answers, onClose }: OfferDialogProps) {
  const t = useText();
  const when = useWhen();
  const names = useNames();
  const errorText = useErrorText();
  const times = useQueryOf('waiting', 'timesFor', { id: line.wish.id }, { enabled: line.slot === undefined });
  const [at, setAt] = useState<string>();
  const [channel, setChannel] = useState<Channel>('phone');
  const [until, setUntil] = useState<Until>('none');
  const options = (times.data ?? []).map(slot => ({ value: `${slot.resourceId}|${slot.start}`, label: `${when(slot.start)} · ${names.resource(slot.resourceId)}`, slot: { ...slot, groupId: null } }));
  const slot = line.slot ?? (options.find(one => one.value === at) ?? options[0])?.slot;
  const run = (): void => {
    if (!slot) return;
    const limit = until === 'none' ? null : new Date(Date.now() + Number(until) * 60_000).toISOString();
    void answers.offer(line, slot, { channel, until: limit }).then(isDone => { if (isDone) onClose(); });
  };
  const isNone = line.slot === undefined && times.data?.length === 0;
  return (
    <Dialog open onClose={onClose} title={t('waiting.offer.title', { name: line.wish.name })} action={{ label: t('waiting.offer.do'), onRun: run, disabled: slot === undefined, loading: answers.isRunning, shortcut: 'enter', focused: true }}>
      <Stack gap={4}>
        {line.slot ? <Text strong>{`${when(line.slot.start)} · ${names.resource(line.slot.resourceId)}`}</Text> : null}
        {line.slot === undefined && options.length > 0 ? <RadioGroup label={t('waiting.offer.which')} value={at ?? options[0]?.value ?? null} onChange={setAt} options={options} /> : null}
        {isNone ? <Banner tone="attention">{t('waiting.offer.none')}</Banner> : null}
        {line.wish.phone ? <span className={classes.phone}>{line.wish.phone}</span> : null}
        {line.wish.isProtected ? <Banner tone="attention">{t('waiting.offer.protected')}</Banner> : null}
        <RadioGroup inline label={t('waiting.offer.how')} value={channel} onChange={setChannel} options={OFFER_CHANNELS.map(value => ({ value, label: t(`waiting.channel.${value}`) }))} />
        <RadioGroup inline label={t('waiting.offer.until')} value={until} onChange={setUntil} options={UNTIL.map(value => ({ value, label: t(`waiting.until.${value}`) }))} />
        <Text small muted>{t('waiting.offer.help')}</Text>
        {answers.error ? <Banner tone="danger" live>{errorText(answers.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
