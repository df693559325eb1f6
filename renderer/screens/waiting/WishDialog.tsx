import { useEffect } from 'react';

import { PRIORITIES } from '#shared/domain/waiting/wish.ts';

import { useClinicDay, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { PatientLookup, type LookedUp } from '#renderer/parts/patient-lookup/index.ts';
import { Banner, Checkbox, Columns, DateField, Dialog, RadioGroup, SelectField, Stack, Text, TextField, TimeField, useText } from '#renderer/ui/index.ts';

import { useWishForm } from './use-wish-form.ts';
import classes from './Waiting.module.css';
import type { OpenWish } from '#renderer/parts/open-wish.ts';
import { useNames, useWeekday, useWhen } from './wish-words.ts';

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** Puts somebody on the waiting list, or changes what they wait for. What is left open means "any". */
export function WishDialog({ open, onClose }: { readonly open: OpenWish; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const when = useWhen();
  const { today } = useClinicDay();
  const names = useNames();
  const form = useWishForm(open);
  const { draft, set } = form;
  const services = names.services.filter(one => one.active || one.id === draft.serviceId);
  // Somebody who has a visit and wants an earlier one: all is known, and Enter is enough.
  const isReady = open.known?.serviceId !== undefined && (open.known.patientId ?? null) !== null;
  const first = services[0]?.id;
  useEffect(() => {
    if (draft.serviceId === '' && first !== undefined) set({ serviceId: first });
  });
  return (
    <Dialog open onClose={onClose} size="medium" title={t(open.wish ? 'waiting.form.changeTitle' : 'waiting.form.title')} action={{ label: t(open.wish ? 'waiting.form.save' : 'waiting.form.add'), onRun: () => form.save(onClose), loading: form.isRunning, shortcut: 'enter', focused: isReady }}>
      <Stack gap={3}>
        <PatientLookup picked={useNamed(form.picked)} onPick={form.setPicked} allowByName autoFocus={form.picked === undefined} error={form.isWrong('name') ? t('waiting.form.whoMissing') : undefined} />
        {open.keepsStart ? <Text muted>{t('waiting.form.keeps', { when: when(open.keepsStart) })}</Text> : null}
        {open.groupTitle ? <Text muted>{t('waiting.form.group', { title: open.groupTitle })}</Text> : null}
        <Columns min={240} gap={3}>
          <SelectField key={form.picked?.kind ?? 'nobody'} label={t('waiting.form.service')} value={draft.serviceId || null} onChange={serviceId => set({ serviceId: serviceId ?? '' })} options={services.map(one => ({ value: one.id, label: one.name }))} autoFocus={form.picked?.kind === 'known' && !isReady} />
          <RadioGroup inline label={t('waiting.form.priority')} value={draft.priority} onChange={priority => set({ priority })} options={PRIORITIES.map(value => ({ value, label: t(`waiting.priority.${value}`) }))} />
        </Columns>
        {draft.groupId === null ? <When form={form} today={today} practitioners={names.practitioners} /> : null}
        <TextField label={t('waiting.form.note')} value={draft.note} onChange={note => set({ note })} maxLength={200} help={t('waiting.form.noteHelp')} />
        {form.error ? <Banner tone="danger" live>{errorText(form.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

/** A patient the route knows by id only gets the name of the strip. */
function useNamed(picked: LookedUp | undefined): LookedUp | undefined {
  const isNameless = picked?.kind === 'known' && picked.name === '';
  const { data } = useQueryOf('patients', 'strip', { id: isNameless ? picked.id : '' }, { enabled: isNameless });
  return isNameless && data ? { ...picked, name: `${data.familyName}, ${data.givenName}` } : picked;
}

interface WhenProps {
  readonly form: ReturnType<typeof useWishForm>;
  readonly today: string;
  readonly practitioners: readonly { readonly id: string; readonly name: string }[];
}

/** With whom, which days and which hours will do. */
function When({ form: { draft, set, isWrong }, today, practitioners }: WhenProps) {
  const t = useText();
  const weekday = useWeekday();
  const toggled = <T,>(list: readonly T[], one: T, isOn: boolean): T[] => (isOn ? [...list, one] : list.filter(other => other !== one));
  return (
    <>
      <fieldset className={classes.part}>
        <legend className={classes.legend}>{t('waiting.form.with')}</legend>
        <div className={classes.people}>
          {practitioners.map(one => <Checkbox key={one.id} label={one.name} checked={draft.resourceIds.includes(one.id)} onChange={isOn => set({ resourceIds: toggled(draft.resourceIds, one.id, isOn) })} />)}
        </div>
      </fieldset>
      <fieldset className={classes.part}>
        <legend className={classes.legend}>{t('waiting.form.days')}</legend>
        <div className={classes.days}>
          {WEEK.map(day => <Checkbox key={day} label={weekday(day)} checked={draft.weekdays.includes(day)} onChange={isOn => set({ weekdays: toggled(draft.weekdays, day, isOn).sort((a, b) => a - b) })} />)}
        </div>
      </fieldset>
      <Columns min={200} gap={3}>
        <TimeField label={t('waiting.form.timeFrom')} value={draft.timeFrom} onChange={timeFrom => set({ timeFrom })} />
        <TimeField label={t('waiting.form.timeTo')} value={draft.timeTo} onChange={timeTo => set({ timeTo })} error={isWrong('timeTo') ? t('waiting.form.timeOrder') : undefined} />
        <DateField label={t('waiting.form.earliest')} value={draft.earliest} onChange={earliest => set({ earliest })} today={today} min={today} />
        <DateField label={t('waiting.form.latest')} value={draft.latest} onChange={latest => set({ latest })} today={today} min={today} error={isWrong('latest') ? t('waiting.form.dateOrder') : undefined} />
      </Columns>
    </>
  );
}
