import { useState } from 'react';

import { useCardPresence, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, SegmentedChoice, Stack, Text, useText } from '#renderer/ui/index.ts';

import { CardKey } from './CardKey.tsx';
import { KitKey } from './KitKey.tsx';
import type { FoundPlace } from './PlaceStep.tsx';
import { useStamp } from './use-stamp.ts';
import { useUnlock } from './use-unlock.ts';

interface KeyStepProps {
  readonly found: FoundPlace;
  readonly onOpened: (opened: OutputOf<'restore', 'unlock'>) => void;
}

/** What was found, what happens to what is here already, and the key: the kit on paper or an administrator's card. */
export function KeyStep({ found, onOpened }: KeyStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const stamp = useStamp();
  const presence = useCardPresence();
  const { unlock, isRunning, error } = useUnlock(found.place, onOpened);
  const [way, setWay] = useState<'kit' | 'card'>(presence?.state === 'present' && found.cards > 0 ? 'card' : 'kit');
  const here = found.sameClinic === null ? null : t(found.sameClinic ? 'restore.key.same' : 'restore.key.other');
  return (
    <StepPane title={t('restore.key.title')} lead={`${t('restore.key.found', { generations: found.generations, machines: found.machines })} ${found.newestAt ? t('restore.key.newest', { when: stamp(found.newestAt) }) : ''}`}>
      {here ? <Banner tone={found.sameClinic ? 'info' : 'attention'}>{here}</Banner> : null}
      <Stack gap={2} align="start">
        <SegmentedChoice label={t('restore.key.way')} value={way} onChange={setWay} options={[{ value: 'kit', label: t('restore.key.kit') }, { value: 'card', label: t('restore.key.card') }]} />
        {way === 'card' ? <Text muted>{t('restore.key.cards', { count: found.cards })}</Text> : null}
      </Stack>
      {way === 'kit' ? <KitKey isRunning={isRunning} onKit={kit => unlock({ kit })} /> : <CardKey isRunning={isRunning} onPin={pin => unlock({ pin })} />}
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
    </StepPane>
  );
}
