import { useEffect, useState } from 'react';

import type { CardRecord } from '#shared/contract/setup.ts';
import type { Person } from '#shared/contract/staff.ts';

import { useCardPresence, useCommandOf, useErrorText, useQueryOf, useRefresh } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, FactList, PinField, Stack, Text, useText } from '#renderer/ui/index.ts';

import classes from './Staff.module.css';

/** Card in, PIN: the person has a way in. With one reader the administrator's card may be out meanwhile. */
export function EnrolCardDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const t = useText();
  // Held here, not beside the PIN: the answer arrives when the list of keys has already changed below.
  const enrol = useCommandOf('staff', 'enrolCard');
  const record = enrol.value?.card;
  return (
    <Dialog open onClose={onClose} title={t('staff.card.title', { name: person.name })} size="medium" {...(record ? { safeLabel: t('staff.card.close') } : {})}>
      <div className={classes.dialog}>{record ? <Enrolled person={person} record={record} /> : <Enrol person={person} enrol={enrol} />}</div>
    </Dialog>
  );
}

function Enrolled({ person, record }: { readonly person: Person; readonly record: CardRecord }) {
  const t = useText();
  return (
    <>
      <Banner tone="ok" live>{t('staff.card.done', { name: person.name })}</Banner>
      <FactList facts={[
        { label: t('staff.card.holder'), value: record.holder },
        { label: t('staff.card.hsaId'), value: record.hsaId },
        { label: t('staff.card.issuer'), value: record.issuer },
        { label: t('staff.card.notAfter'), value: record.certificateNotAfter.slice(0, 10) },
        { label: t('staff.card.key'), value: record.keyAlgorithm },
        { label: t('staff.card.wrap'), value: record.wrapScheme },
        { label: t('staff.card.canSign'), value: t(record.canSign ? 'staff.card.yes' : 'staff.card.no') },
      ]} />
      <Text muted>{t('staff.card.putBack')}</Text>
    </>
  );
}

type EnrolCommand = ReturnType<typeof useCommandOf<'staff', 'enrolCard'>>;

function Enrol({ person, enrol }: { readonly person: Person; readonly enrol: EnrolCommand }) {
  const t = useText();
  const errorText = useErrorText();
  const refresh = useRefresh();
  const presence = useCardPresence();
  const generation = presence?.generation ?? 0;
  const isPresent = presence?.state === 'present';
  const swap = useCommandOf('staff', 'allowCardSwap');
  const card = useQueryOf('staff', 'inspectCard', { userId: person.id }, { enabled: isPresent });
  // A card came or went: what was read before says nothing about the one that is there now.
  useEffect(() => void refresh('staff'), [refresh, generation]);
  const fits = enrol.isRunning || (isPresent && card.data?.match === 'same' && !card.isFetching);
  return (
    <Stack gap={4}>
      {swap.value ? <Banner tone="info" live>{t('staff.card.swapping', { name: person.givenName })}</Banner> : null}
      {!swap.value && !fits ? <Banner tone="info" actions={<Button size="dense" loading={swap.isRunning} onClick={() => swap.start({ userId: person.id })}>{t('staff.card.swapButton')}</Button>}>{t('staff.card.swap', { minutes: 3 })}</Banner> : null}
      {!isPresent ? <Text strong>{t('staff.card.insert', { name: person.givenName })}</Text> : null}
      {isPresent && card.error && !card.isFetching ? <Banner tone="danger" live actions={<Button size="dense" onClick={() => void refresh('staff')}>{t('staff.card.again')}</Button>}>{errorText(card.error).text}</Banner> : null}
      {isPresent && card.data && !enrol.isRunning ? <Found card={card.data} /> : null}
      {fits ? <PinStep person={person} presence={presence} enrol={enrol} /> : null}
    </Stack>
  );
}

function Found({ card }: { readonly card: { readonly holder: string; readonly hsaId: string; readonly title: string; readonly issuer: string; readonly match: 'same' | 'other' | 'enrolled' } }) {
  const t = useText();
  return (
    <>
      <Text strong>{t('staff.card.found')}</Text>
      <FactList facts={[
        { label: t('staff.card.holder'), value: card.holder },
        { label: t('staff.card.hsaId'), value: card.hsaId },
        { label: t('staff.card.cardTitle'), value: card.title },
        { label: t('staff.card.issuer'), value: card.issuer },
      ]} />
      <Banner tone={card.match === 'same' ? 'ok' : 'attention'} live>{t(`staff.card.${card.match}`)}</Banner>
    </>
  );
}

function PinStep({ person, presence, enrol }: { readonly person: Person; readonly presence: { readonly minPin: number; readonly maxPin: number; readonly generation: number } | null; readonly enrol: EnrolCommand }) {
  const t = useText();
  const errorText = useErrorText();
  const [tries, setTries] = useState(0);
  const submit = (pin: string) => {
    setTries(tries + 1);
    enrol.start({ userId: person.id, pin });
  };
  return (
    <>
      <div className={classes.narrow}>
        <PinField label={t('staff.card.pin')} help={t(enrol.isRunning ? 'staff.card.working' : 'staff.card.pinHelp')} disabled={enrol.isRunning} minLength={presence?.minPin ?? 4} maxLength={presence?.maxPin ?? 12} focusKey={`${presence?.generation ?? 0}-${tries}-${String(enrol.isRunning)}`} onSubmit={submit} />
      </div>
      {enrol.error ? <Banner tone="danger" live code={errorText(enrol.error).trace}>{errorText(enrol.error).text}</Banner> : null}
    </>
  );
}
