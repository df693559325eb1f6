import { useState } from 'react';

import { Banner, Button, Section, Switch, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Prints.module.css';
import { useSavePart, type Settings } from './use-save-part.ts';

/** The clinic as it stands on cards, certificates and letters. */
export function PapersPart({ settings }: { readonly settings: Settings }) {
  const t = useText();
  const { save, isSaving, error } = useSavePart(settings);
  const [draft, setDraft] = useState({ address: settings.address, phone: settings.phone, cardText: settings.cardText, cardShowsService: settings.cardShowsService });
  const change = (part: Partial<typeof draft>): void => setDraft(old => ({ ...old, ...part }));
  return (
    <Section title={t('prints.settings.papers.title')}>
      <form className={classes.form} noValidate onSubmit={event => { event.preventDefault(); save(draft); }}>
        <TextArea label={t('prints.settings.papers.address')} help={t('prints.settings.papers.addressHelp')} value={draft.address} onChange={address => change({ address })} rows={3} maxLength={300} />
        <TextArea label={t('prints.settings.papers.cardText')} help={t('prints.settings.papers.cardTextHelp')} value={draft.cardText} onChange={cardText => change({ cardText })} rows={3} maxLength={300} />
        <TextField label={t('prints.settings.papers.phone')} value={draft.phone} onChange={phone => change({ phone })} maxLength={40} numeric />
        <Switch label={t('prints.settings.papers.cardShowsService')} help={t('prints.settings.papers.cardShowsServiceHelp')} checked={draft.cardShowsService} onChange={cardShowsService => change({ cardShowsService })} />
        {error ? <div data-whole><Banner tone="danger" live>{error}</Banner></div> : null}
        <div data-whole className={classes.actions}><Button kind="primary" type="submit" loading={isSaving}>{t('prints.settings.save')}</Button></div>
      </form>
    </Section>
  );
}
