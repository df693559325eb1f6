import { saveFile, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, EmptyState, Row, Section, Stack, StatusRow, Text, useFormats, useText } from '#renderer/ui/index.ts';

import type { ListedDestruction } from './DestructionScreen.tsx';

interface WaitingPartProps {
  readonly waiting: readonly ListedDestruction[];
  readonly onConfirm: (destruction: ListedDestruction) => void;
}

/** Decisions that were entered and that another person has to confirm. */
export function WaitingPart({ waiting, onConfirm }: WaitingPartProps) {
  const t = useText();
  return (
    <Section title={t('destruction.waiting.title')}>
      <Stack gap={3}>
        {waiting.length === 0 ? <EmptyState title={t('destruction.waiting.empty')} /> : <Text muted>{t('destruction.waiting.lead')}</Text>}
        {waiting.map(one => <WaitingRow key={one.id} destruction={one} onConfirm={onConfirm} />)}
      </Stack>
    </Section>
  );
}

function WaitingRow({ destruction: one, onConfirm }: { readonly destruction: ListedDestruction } & Pick<WaitingPartProps, 'onConfirm'>) {
  const t = useText();
  const errorText = useErrorText();
  const { stamp } = useFormats();
  const withdraw = useCommandOf('destruction', 'withdraw');
  const paper = useCommandOf('destruction', 'paper');
  const failure = withdraw.error ?? paper.error;
  const actions = (
    <Row gap={2} wrap>
      <Button size="dense" kind="quiet" loading={paper.isRunning} onClick={() => paper.start({ id: one.id }, ({ name, content }) => void saveFile(content, name, 'application/pdf'))}>{t('destruction.waiting.paper')}</Button>
      <Button size="dense" loading={withdraw.isRunning} onClick={() => withdraw.start({ id: one.id })}>{t('destruction.waiting.withdraw')}</Button>
      {one.isOwn ? null : <Button size="dense" kind="danger" onClick={() => onConfirm(one)}>{t('destruction.waiting.confirm')}</Button>}
    </Row>
  );
  return (
    <>
      <StatusRow
        tone="attention" label={one.patient} value={t('destruction.decision', { authority: one.authority, date: one.decidedOn, number: one.caseNumber })}
        detail={`${t(`destruction.scope.${one.scope}`, { count: one.entries })} · ${t('destruction.waiting.asked', { name: one.asked.name, when: stamp(one.asked.at) })}${one.isOwn ? ` · ${t('destruction.waiting.own')}` : ''}`} action={actions}
      />
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
    </>
  );
}
