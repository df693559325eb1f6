import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, EmptyState, Row, Section, Stack, Text, useFormats, useText } from '#renderer/ui/index.ts';

import { ChosenEntries } from './ChosenEntries.tsx';
import classes from './Destruction.module.css';
import type { ListedDestruction } from './DestructionScreen.tsx';

interface WaitingPartProps {
  readonly waiting: readonly ListedDestruction[];
  readonly onConfirm: (destruction: ListedDestruction) => void;
  readonly onRead: (destruction: ListedDestruction) => void;
  readonly onWithdrawn: () => void;
}

/** Decisions that were entered and that another person has to confirm. */
export function WaitingPart({ waiting, ...ways }: WaitingPartProps) {
  const t = useText();
  return (
    <Section title={t('destruction.waiting.title')}>
      <Stack gap={2}>
        {waiting.length === 0 ? <EmptyState title={t('destruction.waiting.empty')} /> : null}
        {waiting.some(one => !one.isOwn) ? <Text muted>{t('destruction.waiting.lead')}</Text> : null}
        {waiting.map(one => <WaitingRow key={one.id} destruction={one} {...ways} />)}
      </Stack>
    </Section>
  );
}

/** Whose journal, by which decision, what of it; then the paper, the way back, and last what cannot be undone. */
function WaitingRow({ destruction: one, onConfirm, onRead, onWithdrawn }: { readonly destruction: ListedDestruction } & Omit<WaitingPartProps, 'waiting'>) {
  const t = useText();
  const errorText = useErrorText();
  const { stamp } = useFormats();
  const withdraw = useCommandOf('destruction', 'withdraw');
  return (
    <div className={classes.waiting}>
      <div className={classes.facts}>
        <Text strong>{one.patient}</Text>
        <Text>{t('destruction.decision', { authority: one.authority, date: one.decidedOn, number: one.caseNumber })}</Text>
        <Text>{t(`destruction.scope.${one.scope}`, { count: one.entries })}</Text>
        <ChosenEntries chosen={one.chosen} />
        <Text muted>{t('destruction.waiting.asked', { name: one.asked.name, when: stamp(one.asked.at) })}</Text>
      </div>
      {one.isOwn ? <Text>{t('destruction.waiting.own')}</Text> : null}
      <Row gap={2} wrap>
        <Button size="dense" onClick={() => onRead(one)}>{t('destruction.waiting.paper')}</Button>
        <Button size="dense" loading={withdraw.isRunning} onClick={() => withdraw.start({ id: one.id }, onWithdrawn)}>{t('destruction.waiting.withdraw')}</Button>
        {one.isOwn ? null : <Button size="dense" kind="danger" onClick={() => onConfirm(one)}>{t('destruction.waiting.confirm')}</Button>}
      </Row>
      {withdraw.error ? <Banner tone="danger" live>{errorText(withdraw.error).text}</Banner> : null}
    </div>
  );
}
