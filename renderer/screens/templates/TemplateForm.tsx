import { useState } from 'react';

import type { ClinicTemplate } from '#shared/domain/journal/template.ts';
import { PROFESSIONS } from '#shared/domain/staff/person.ts';

import { useCommandOf, useErrorText, useQueryOf, useUnsaved } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, Checkbox, notify, Section, SelectField, Switch, TextField, useText } from '#renderer/ui/index.ts';

import { Headings } from './Headings.tsx';
import classes from './Templates.module.css';
import { useTemplateDraft } from './use-template-draft.ts';

interface TemplateFormProps {
  readonly template: ClinicTemplate | undefined;
  readonly onSaved: (id: string) => void;
}

const TYPES = ['visit', 'firstVisit', 'phone', 'system'] as const;

/** One template. Saving makes a new version; notes keep the headings they were written under. */
export function TemplateForm({ template, onSaved }: TemplateFormProps) {
  const t = useText();
  const errorText = useErrorText();
  const form = useTemplateDraft(template);
  const { draft, set, missing } = form;
  const [isTried, setTried] = useState(false);
  const save = useCommandOf('writing', 'saveTemplate');
  useUnsaved(form.isChanged);
  const run = () => {
    setTried(true);
    if (form.ready) save.start({ id: template?.id ?? null, version: template?.version ?? 0, draft: form.ready }, ({ id }) => { notify(t('templates.saved')); onSaved(id); });
  };
  useCommands([{ id: 'templates.save', message: 'templates.command.save', shortcut: 'mod+s', run }]);
  return (
    <div className={classes.form} role="region" aria-label={t('templates.form')}>
      {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      {isTried && !form.ready ? <Banner tone="danger" live>{t('templates.incomplete')}</Banner> : null}
      <div className={classes.pair}>
        <TextField label={t('templates.nameSv')} value={draft.name.sv} onChange={sv => set({ name: { ...draft.name, sv } })} maxLength={120} autoFocus={!template} />
        <TextField label={t('templates.nameEn')} value={draft.name.en} onChange={en => set({ name: { ...draft.name, en } })} maxLength={120} />
        <SelectField label={t('templates.type')} value={draft.noteType} onChange={type => { if (type) set({ noteType: type }); }} options={TYPES.map(value => ({ value, label: t(`templates.types.${value}`), disabled: template !== undefined && (value === 'system') !== (template.noteType === 'system') }))} searchable={false} />
      </div>
      <Switch label={t('templates.active')} checked={draft.active} onChange={active => set({ active })} />
      {missing.length > 0 ? <Banner tone="attention">{t('templates.missing', { what: missing.map(one => t(`templates.covers.${one}`)).join(', ') })}</Banner> : null}
      <Headings form={form} />
      {draft.noteType === 'system' ? null : <For form={form} />}
      <div className={classes.actions}><Button kind="primary" shortcut="mod+s" onClick={run} loading={save.isRunning}>{t('templates.save')}</Button></div>
    </div>
  );
}

/** Whom the template is proposed for with F2; nobody ticked means anybody, any visit. */
function For({ form: { draft, set } }: { readonly form: ReturnType<typeof useTemplateDraft> }) {
  const t = useText();
  const { data: services } = useQueryOf('agenda', 'services', {});
  const ticked = <T extends string>(list: readonly T[], one: T, on: boolean): T[] => (on ? [...list, one] : list.filter(other => other !== one));
  return (
    <>
      <Section title={t('templates.professions')} level={3}>
        <div className={classes.ticks}>
          {PROFESSIONS.map(one => <Checkbox key={one} label={t(`staff.profession.${one}`)} checked={draft.professions.includes(one)} onChange={on => set({ professions: ticked(draft.professions, one, on) })} />)}
        </div>
      </Section>
      <Section title={t('templates.services')} level={3}>
        <div className={classes.ticks}>
          {(services ?? []).map(one => <Checkbox key={one.id} label={one.name} checked={draft.serviceIds.includes(one.id)} onChange={on => set({ serviceIds: ticked(draft.serviceIds, one.id, on) })} />)}
        </div>
      </Section>
    </>
  );
}
