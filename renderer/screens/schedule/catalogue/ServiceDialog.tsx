import { useState } from 'react';

import { COLOURS, type Resource, type Service, type ServiceDraft } from '#shared/domain/agenda/service.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Checkbox, Columns, Dialog, NumberField, Row, SelectField, Stack, Switch, Text, TextField, useText } from '#renderer/ui/index.ts';

const NEW: ServiceDraft = {
  name: '', durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, priceMinor: 0, vatCode: 'exempt', colour: COLOURS[0], needs: [], rules: { lateCancelHours: 24 }, active: true,
};
const VAT_CODES = ['exempt', 'standard', 'reduced12', 'reduced6'] as const;

interface ServiceDialogProps {
  /** Null: a new one. */
  readonly service: Service | null;
  readonly onClose: () => void;
}

/** What can be booked: length, buffers, price, what it needs and its rules (C-02, C-07, J-23). */
export function ServiceDialog({ service, onClose }: ServiceDialogProps) {
  const resources = useQueryOf('agenda', 'resources', {});
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('schedule', 'saveService');
  const [resourceIds, setResourceIds] = useState<readonly string[]>(service?.resourceIds ?? []);
  const [draft, setDraft] = useState<ServiceDraft>(() => (service ? draftOf(service) : NEW));
  const set = (patch: Partial<ServiceDraft>): void => setDraft({ ...draft, ...patch });
  const setRule = (patch: Partial<ServiceDraft['rules']>): void => set({ rules: { ...draft.rules, ...patch } });
  const need = (kind: 'room' | 'equipment', wanted: boolean): void => set({ needs: [...draft.needs.filter(one => one !== kind), ...(wanted ? [kind] : [])] });
  const run = (): void => save.start({ id: service?.id ?? null, version: service?.version ?? 0, draft, resourceIds: [...resourceIds] }, onClose);
  return (
    <Dialog open onClose={onClose} size="medium" title={service?.name ?? t('schedule.newService')} action={{ label: t('schedule.save'), onRun: run, disabled: draft.name.trim() === '', loading: save.isRunning }}>
      <Stack gap={4}>
        <TextField label={t('schedule.name')} value={draft.name} onChange={name => set({ name })} maxLength={80} autoFocus required />
        <Columns min={150} gap={3}>
          <NumberField label={t('schedule.duration')} value={draft.durationMin} onChange={minutes => set({ durationMin: minutes ?? 5 })} min={5} max={720} step={5} />
          <NumberField label={t('schedule.before')} value={draft.bufferBeforeMin} onChange={minutes => set({ bufferBeforeMin: minutes ?? 0 })} min={0} max={240} step={5} />
          <NumberField label={t('schedule.after')} value={draft.bufferAfterMin} onChange={minutes => set({ bufferAfterMin: minutes ?? 0 })} min={0} max={240} step={5} />
          <NumberField label={t('schedule.price')} value={draft.priceMinor / 100} onChange={price => set({ priceMinor: Math.round((price ?? 0) * 100) })} min={0} max={1_000_000} decimals={2} />
          <SelectField label={t('schedule.vat')} value={draft.vatCode} onChange={vatCode => set({ vatCode: vatCode ?? 'exempt' })} options={VAT_CODES.map(value => ({ value, label: t(`schedule.vatCode.${value}`) }))} />
          <NumberField label={t('schedule.late')} value={draft.rules.lateCancelHours ?? 24} onChange={hours => setRule({ lateCancelHours: hours ?? 24 })} min={0} max={336} />
          <NumberField label={t('schedule.service.fee')} value={(draft.rules.noShowFeeMinor ?? 0) / 100} onChange={fee => setRule({ noShowFeeMinor: Math.round((fee ?? 0) * 100) })} min={0} max={100_000} decimals={2} />
          <NumberField label={t('schedule.age')} value={draft.rules.minimumAge ?? null} onChange={age => setRule({ minimumAge: age ?? undefined })} min={0} max={120} />
          <NumberField label={t('schedule.service.thinkingDays')} value={draft.rules.thinkingDays ?? null} onChange={days => setRule({ thinkingDays: days ?? undefined })} min={0} max={60} />
          <SelectField label={t('schedule.service.colour')} value={draft.colour} onChange={colour => set({ colour: colour ?? COLOURS[0] })} options={COLOURS.map(value => ({ value, label: t(`schedule.service.colours.${value}`) }))} />
        </Columns>
        <PerformedBy resources={(resources.data ?? []).filter(one => one.kind === 'practitioner')} chosen={resourceIds} onChange={setResourceIds} />
        <Row gap={5} wrap>
          <Checkbox label={t('schedule.needsRoom')} checked={draft.needs.includes('room')} onChange={wanted => need('room', wanted)} />
          <Checkbox label={t('schedule.needsEquipment')} checked={draft.needs.includes('equipment')} onChange={wanted => need('equipment', wanted)} />
          <Checkbox label={t('schedule.service.identityRequired')} checked={draft.rules.identityRequired ?? false} onChange={identityRequired => setRule({ identityRequired })} />
          <Checkbox label={t('care.consent.rule')} checked={draft.rules.consentRequired ?? false} onChange={consentRequired => setRule({ consentRequired })} />
          <Checkbox label={t('schedule.service.online')} checked={draft.rules.online ?? false} onChange={online => setRule({ online })} />
          <Switch label={t('schedule.bookable')} checked={draft.active} onChange={active => set({ active })} />
        </Row>
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

const draftOf = ({ id: _id, version: _version, resourceIds: _resourceIds, ...draft }: Service): ServiceDraft => draft;

/** Nobody ticked: everybody performs it. Rooms and equipment chosen elsewhere stay chosen. */
function PerformedBy({ resources, chosen, onChange }: { readonly resources: readonly Resource[]; readonly chosen: readonly string[]; readonly onChange: (ids: readonly string[]) => void }) {
  const t = useText();
  const isEverybody = !resources.some(one => chosen.includes(one.id));
  return (
    <Stack gap={2}>
      <Text small muted>{`${t('schedule.service.who')}${isEverybody ? `: ${t('schedule.service.anybody')}` : ''}`}</Text>
      <Row gap={4} wrap>
        {resources.map(one => <Checkbox key={one.id} label={one.name} checked={chosen.includes(one.id)} onChange={wanted => onChange(wanted ? [...chosen, one.id] : chosen.filter(id => id !== one.id))} />)}
      </Row>
    </Stack>
  );
}
