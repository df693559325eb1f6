import type { LogLine } from '#shared/domain/log/log-line.ts';

import { Button, Dialog, FactList, Row, Stack, useText, type Fact } from '#renderer/ui/index.ts';

import { useLogText } from './use-log-text.ts';

export interface LogDetailProps {
  readonly line: LogLine;
  readonly onClose: () => void;
  readonly onPatient?: ((patient: { readonly id: string; readonly label: string }) => void) | undefined;
  readonly onPerson?: ((userId: string) => void) | undefined;
}

/** One row, all of it. */
export function LogDetail({ line, onClose, onPatient, onPerson }: LogDetailProps) {
  const t = useText();
  const facts = useFacts(line);
  const { patient, actor } = line;
  const leave = (go: () => void) => () => {
    onClose();
    go();
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('log.detail.title', { seq: line.seq })}>
      <Stack gap={4}>
        <FactList facts={facts} />
        <Row wrap>
          {patient && onPatient ? <Button size="dense" onClick={leave(() => onPatient(patient))}>{t('log.detail.patientLog')}</Button> : null}
          {actor && onPerson ? <Button size="dense" onClick={leave(() => onPerson(actor.id))}>{t('log.detail.personLog')}</Button> : null}
        </Row>
      </Stack>
    </Dialog>
  );
}

function useFacts(line: LogLine): readonly Fact[] {
  const t = useText();
  const { when, who, what, reason } = useLogText();
  const origin = line.origin === 'screen' ? t('log.origin.screen') : line.origin === 'program' ? t('log.origin.program') : t('log.origin.beforeSignIn');
  const hours = `UTC${line.tzOffsetMin < 0 ? '−' : '+'}${String(Math.floor(Math.abs(line.tzOffsetMin) / 60)).padStart(2, '0')}:${String(Math.abs(line.tzOffsetMin) % 60).padStart(2, '0')}`;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('log.detail.at'), when(line)],
    [t('log.detail.zone'), hours],
    [t('log.detail.actor'), [who(line), line.actor?.title ?? ''].filter(part => part !== '').join(', ')],
    [t('log.detail.hsaId'), line.actorHsa],
    [t('log.detail.action'), what(line)],
    [t('log.detail.outcome'), t(`log.outcome.${line.outcome}`)],
    [t('log.detail.patient'), line.patient?.label ?? null],
    [t('log.detail.category'), t(`log.category.${line.category}`)],
    [t('log.detail.object'), line.objectId],
    [t('log.detail.version'), line.objectVersion === null ? null : String(line.objectVersion)],
    [t('log.detail.count'), line.count === null ? null : String(line.count)],
    [t('log.detail.reason'), reason(line)],
    [t('log.detail.origin'), origin],
    [t('log.detail.workstation'), line.workstation],
  ];
  return facts.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}
