import { useState } from 'react';

import { OVERLAP_POLICIES, type OverlapPolicy, type Resource } from '#shared/domain/agenda/service.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, NumberField, RadioGroup, Stack, Switch, TextField, useText } from '#renderer/ui/index.ts';

interface ResourceDialogProps {
  /** Null: a new room or a new piece of equipment. */
  readonly resource: Resource | null;
  readonly onClose: () => void;
}

/** A room, a piece of equipment or a practitioner's column: what it is called and what happens when two want it at once (C-03). */
export function ResourceDialog({ resource, onClose }: ResourceDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('schedule', 'saveResource');
  const [kind, setKind] = useState<Resource['kind']>(resource?.kind ?? 'room');
  const [name, setName] = useState(resource?.name ?? '');
  const [policy, setPolicy] = useState<OverlapPolicy>(resource?.policy ?? 'forbid');
  const [capacity, setCapacity] = useState(resource?.capacity ?? 1);
  const [active, setActive] = useState(resource?.active ?? true);
  const run = (): void => save.start({ id: resource?.id ?? null, version: resource?.version ?? 0, kind, userId: resource?.userId ?? null, name, policy, capacity, active }, onClose);
  return (
    <Dialog open onClose={onClose} title={resource?.name ?? t('schedule.newRoom')} action={{ label: t('schedule.save'), onRun: run, disabled: name.trim() === '', loading: save.isRunning }}>
      <Stack gap={4}>
        {resource === null ? (
          <RadioGroup inline label={t('schedule.kind')} value={kind} onChange={setKind} options={(['room', 'equipment'] as const).map(value => ({ value, label: t(`schedule.kinds.${value}`) }))} />
        ) : null}
        <TextField label={t('schedule.name')} value={name} onChange={setName} maxLength={80} disabled={kind === 'practitioner'} autoFocus required />
        <RadioGroup label={t('schedule.overlap')} value={policy} onChange={setPolicy} options={OVERLAP_POLICIES.map(value => ({ value, label: t(`schedule.policy.${value}`) }))} />
        {policy === 'allow' ? <NumberField label={t('schedule.capacity')} value={capacity} onChange={value => setCapacity(value ?? 1)} min={1} max={50} /> : null}
        <Switch label={t('schedule.bookable')} checked={active} onChange={setActive} />
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
