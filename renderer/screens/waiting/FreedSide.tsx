import { useClinicDay } from '#renderer/client/index.ts';
import { SideHead, SideItem } from '#renderer/parts/list-frame/index.ts';
import { KeyHint, useFormats, useText } from '#renderer/ui/index.ts';

import type { Freed } from './use-answers.ts';
import { slotKey } from './waiting-search.ts';
import { useNames, useWhen } from './wish-words.ts';

interface FreedSideProps {
  readonly freed: readonly Freed[];
  readonly chosen: Freed | undefined;
  readonly waiting: number;
  readonly onChoose: (slot: Freed | undefined) => void;
}

/** Everybody, and each free time that suits somebody. */
export function FreedSide({ freed, chosen, waiting, onChoose }: FreedSideProps) {
  const t = useText();
  const when = useWhen();
  const names = useNames();
  const { time } = useFormats();
  const { timeZone } = useClinicDay();
  return (
    <>
      <SideItem word={t('waiting.everybody')} count={waiting} countWord={t('waiting.count', { count: waiting })} isChosen={chosen === undefined} onChoose={() => onChoose(undefined)} />
      <SideHead>{t('waiting.freed.title')} {freed.length > 0 ? <KeyHint keys="l" /> : null}</SideHead>
      {freed.length === 0 ? <SideHead>{t('waiting.freed.none')}</SideHead> : null}
      {freed.map(slot => (
        <SideItem key={slotKey(slot)} word={`${when(slot.start)}–${time(slot.end, timeZone)}`} count={slot.waiting} countWord={t('waiting.freed.suits', { count: slot.waiting })} tone="attention"
          detail={[slot.groupId === null ? names.resource(slot.resourceId) : t('waiting.freed.seat', { title: names.group(slot.groupId) }), slot.asked > 0 && t('waiting.freed.asked', { count: slot.asked })].filter(Boolean).join(' · ')}
          isChosen={slot === chosen} onChoose={() => onChoose(slot)} />
      ))}
    </>
  );
}
