import { useState } from 'react';

import { COLOURS, type Service, type ServiceDraft } from '#shared/domain/agenda/service.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Checkbox, Columns, Dialog, NumberField, Row, SelectField, Stack, Switch, TextField, useText } from '#renderer/ui/index.ts';

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
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('schedule', 'saveService');
  const [draft, setDraft] = useState<ServiceDraft>(() => (service ? draftOf(service) : NEW));
  const set = (patch: Partial<ServiceDraft>): void => setDraft({ ...draft, ...patch });
  const setRule = (patch: Partial<ServiceDraft['rules']>): void => set({ rules: { ...draft.rules, ...patch } });
  const need = (kind: 'room' | 'equipment', wanted: boolean): void => set({ needs: [...draft.needs.filter(one => one !== kind), ...(wanted ? [kind] : [])] });
  const run = (): void => save.start({ id: service?.id ?? null, version: service?.version ?? 0, draft, resourceIds: service?.resourceIds ?? [] }, onClose);
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
          <NumberField label={t('schedule.age')} value={draft.rules.minimumAge ?? null} onChange={age => setRule({ minimumAge: age ?? undefined })} min={0} max={120} />
        </Columns>
        <Row gap={5} wrap>
          <Checkbox label={t('schedule.needsRoom')} checked={draft.needs.includes('room')} onChange={wanted => need('room', wanted)} />
          <Checkbox label={t('schedule.needsEquipment')} checked={draft.needs.includes('equipment')} onChange={wanted => need('equipment', wanted)} />
          <Switch label={t('schedule.bookable')} checked={draft.active} onChange={active => set({ active })} />
        </Row>
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

const draftOf = ({ id: _id, version: _version, resourceIds: _resourceIds, ...draft }: Service): ServiceDraft => draft;
