import { useClinicDay, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { PatientLookup } from '#renderer/parts/patient-lookup/index.ts';
import { Banner, Columns, DateField, Dialog, NumberField, SelectField, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { openRecall, useOpenRecall, type OpenRecall } from './recall-store.ts';
import { ANY, useRecallForm } from './use-recall-form.ts';

/** The dialog of a recall, on whatever screen somebody asks for it. */
export function RecallOverlay() {
  const open = useOpenRecall();
  return open ? <RecallDialog key={open.recall?.id ?? open.patientId ?? ''} open={open} onClose={() => openRecall(undefined)} /> : null;
}

/** Who is to be called, for what and from when; or another day for one that is on the list. */
function RecallDialog({ open, onClose }: { readonly open: OpenRecall; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { today } = useClinicDay();
  const services = useQueryOf('agenda', 'services', {});
  const form = useRecallForm(open);
  const { fields, set, name, picked } = form;
  const isNew = open.recall === undefined;
  const options = [{ value: ANY, label: t('recalls.anyVisit') }, ...(services.data ?? []).map(one => ({ value: one.id, label: one.name }))];
  return (
    <Dialog open onClose={onClose} size="medium" title={t(isNew ? 'recalls.form.title' : 'recalls.form.changeTitle')}
      action={{ label: t(isNew ? 'recalls.form.add' : 'recalls.form.save'), onRun: () => form.save(onClose), disabled: !form.isReady, loading: form.isRunning, shortcut: 'enter' }}>
      <Stack gap={3}>
        {name === undefined ? <PatientLookup picked={picked} onPick={form.setPicked} allowByName={false} autoFocus={picked === undefined} /> : <Text strong>{name}</Text>}
        <Columns min={160} gap={3}>
          {isNew ? <SelectField key={picked?.kind ?? 'nobody'} label={t('recalls.form.service')} value={fields.serviceId} onChange={serviceId => set({ serviceId: serviceId ?? ANY })} options={options} autoFocus={name !== undefined || picked !== undefined} /> : null}
          <DateField label={t('recalls.form.due')} value={fields.dueDate} onChange={dueDate => set({ dueDate })} today={today} autoFocus={!isNew} />
          <NumberField label={t('recalls.form.repeat')} value={fields.repeatMonths} onChange={repeatMonths => set({ repeatMonths })} min={1} max={120} unit={t('recalls.form.months')} help={t('recalls.form.repeatHelp')} />
        </Columns>
        <TextField label={t('recalls.form.note')} value={fields.note} onChange={note => set({ note })} maxLength={200} help={t('recalls.form.noteHelp')} />
        {form.error ? <Banner tone="danger" live>{errorText(form.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
