import { MAX_DURATION_MIN } from '#shared/domain/agenda/service.ts';
import { MAX_CAPACITY, MAX_MEETINGS } from '#shared/domain/groups/group.ts';

import { useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, Columns, DateField, Dialog, NumberField, SelectField, Stack, TextField, TimeField, useText } from '#renderer/ui/index.ts';

import { openNewGroup, useNewGroup, type NewGroup } from './group-store.ts';
import { useNewGroupForm } from './use-new-group.ts';

/** The dialog of a new group, on whatever screen somebody asks for it. */
export function NewGroupOverlay() {
  const open = useNewGroup();
  return open ? <NewGroupDialog open={open} onClose={() => openNewGroup(undefined)} /> : null;
}

/** Books the block a group meets in, once or every week; then its list is shown. */
function NewGroupDialog({ open, onClose }: { readonly open: NewGroup; readonly onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const form = useNewGroupForm(open);
  const { fields, set } = form;
  const done = (created: OutputOf<'groups', 'create'>): void => {
    onClose();
    const [first] = created;
    if (first) go('/lists/groups', { search: { group: first.id } });
  };
  const length = form.services.find(one => one.id === fields.serviceId)?.durationMin;
  return (
    <Dialog open onClose={onClose} size="medium" title={t('groups.form.title')} action={{ label: t('groups.form.do'), onRun: () => form.save(done), disabled: !form.isReady, loading: form.isRunning, shortcut: 'enter' }}>
      <Stack gap={3}>
        <TextField label={t('groups.form.name')} value={fields.title} onChange={title => set({ title })} maxLength={80} autoFocus required placeholder={t('groups.form.namePlaceholder')} />
        <Columns min={200} gap={3}>
          <SelectField label={t('groups.form.service')} value={fields.serviceId} onChange={serviceId => set({ serviceId })} options={form.services.map(one => ({ value: one.id, label: one.name }))} />
          <SelectField label={t('groups.form.with')} value={fields.resourceId} onChange={resourceId => set({ resourceId })} options={form.practitioners.map(one => ({ value: one.id, label: one.name }))} />
        </Columns>
        <Columns min={150} gap={3}>
          <DateField label={t('groups.form.date')} value={fields.date} onChange={date => set({ date })} today={form.today} min={form.today} />
          <TimeField label={t('groups.form.time')} value={fields.time} onChange={time => set({ time })} />
          <NumberField label={t('groups.form.minutes')} value={fields.minutes} onChange={minutes => set({ minutes })} min={5} max={MAX_DURATION_MIN} unit="min" {...(length === undefined ? {} : { placeholder: String(length) })} />
        </Columns>
        <Columns min={150} gap={3}>
          <NumberField label={t('groups.form.capacity')} value={fields.capacity} onChange={capacity => set({ capacity })} min={1} max={MAX_CAPACITY} />
          <NumberField label={t('groups.form.weeks')} value={fields.weeks} onChange={weeks => set({ weeks })} min={1} max={MAX_MEETINGS} help={t('groups.form.weeksHelp')} />
        </Columns>
        {form.error ? <Banner tone="danger" live actions={form.saveAnyway ? <Button size="dense" onClick={() => form.saveAnyway?.(done)}>{t('groups.form.anyway')}</Button> : undefined}>{errorText(form.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
