import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';

import { REQUIRED_CONTENT } from '#shared/domain/journal/template.ts';

import { Button, IconButton, Section, SelectField, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Templates.module.css';
import type { TemplateDraftHandle } from './use-template-draft.ts';

const NOTHING = 'nothing';

/** The headings (sökord) in their order, in both languages, each with what of the law it covers. */
export function Headings({ form }: { readonly form: TemplateDraftHandle }) {
  const t = useText();
  const covers = [{ value: NOTHING, label: t('templates.covers.nothing') }, ...REQUIRED_CONTENT.map(value => ({ value, label: t(`templates.covers.${value}`) }))];
  return (
    <Section title={t('templates.headings')} level={3} actions={<Button size="dense" icon={<IconPlus size={16} aria-hidden />} onClick={form.addHeading} disabled={form.draft.headings.length >= 20}>{t('templates.addHeading')}</Button>}>
      <div className={classes.headings}>
        {form.draft.headings.map((heading, at) => (
          <div key={heading.key} className={classes.heading}>
            <TextField label={t('templates.headingSv', { no: at + 1 })} value={heading.title.sv} onChange={sv => form.setHeading(at, { title: { ...heading.title, sv } })} maxLength={120} />
            <TextField label={t('templates.headingEn', { no: at + 1 })} value={heading.title.en} onChange={en => form.setHeading(at, { title: { ...heading.title, en } })} maxLength={120} />
            <SelectField label={t('templates.coversLabel')} value={heading.covers ?? NOTHING} onChange={value => form.setHeading(at, { covers: REQUIRED_CONTENT.find(one => one === value) ?? null })} options={covers} searchable={false} />
            <div className={classes.moves}>
              <IconButton label={t('templates.up', { no: at + 1 })} icon={<IconArrowUp size={16} />} onClick={() => form.moveHeading(at, -1)} />
              <IconButton label={t('templates.down', { no: at + 1 })} icon={<IconArrowDown size={16} />} onClick={() => form.moveHeading(at, 1)} />
              <IconButton label={t('templates.remove', { no: at + 1 })} icon={<IconTrash size={16} />} onClick={() => form.removeHeading(at)} />
            </div>
          </div>
        ))}
      </div>
    </Section>
  );
}
