import { useState } from 'react';

import { useCommandOf, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, FileField, notify, Page, Row, Section, Stack, Text, TextArea, useText } from '#renderer/ui/index.ts';

import classes from './Documents.module.css';
import { toLogo } from './to-logo.ts';

type Letterhead = OutputOf<'documents', 'letterhead'>;

/** The clinic's mark and last line on its letters, with what a letter looks like. */
export function LetterheadScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('documents', 'letterhead', {});
  return (
    <Page title={t('documents.letterhead.title')}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      {data ? <LetterheadForm key={data.version} letterhead={data} /> : null}
    </Page>
  );
}

function LetterheadForm({ letterhead }: { readonly letterhead: Letterhead }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('documents', 'saveLetterhead');
  const [footer, setFooter] = useState(letterhead.footer);
  const [logo, setLogo] = useState(letterhead.logo);
  const [isUnreadable, setUnreadable] = useState(false);
  const take = ([file]: readonly File[]) => {
    if (!file) return;
    setUnreadable(false);
    toLogo(file).then(setLogo, () => setUnreadable(true));
  };
  const run = () => save.start({ version: letterhead.version, footer, ...(logo === letterhead.logo ? {} : { logo }) }, () => notify(t('documents.letterhead.saved')));
  return (
    <form className={classes.settings} noValidate onSubmit={event => { event.preventDefault(); run(); }}>
      <Stack gap={3}>
        <Text muted>{t('documents.letterhead.address')}</Text>
        <div className={classes.logoRow}>
          <FileField label={t('documents.letterhead.logo')} button={t('documents.letterhead.choose')} help={t('documents.letterhead.logoHelp')} accept="image/png,image/jpeg" onFiles={take} />
          {logo ? <Button kind="quiet" onClick={() => setLogo(null)}>{t('documents.letterhead.remove')}</Button> : null}
        </div>
        {isUnreadable ? <Banner tone="danger" live>{t('error.documents.logoUnreadable')}</Banner> : null}
        <TextArea label={t('documents.letterhead.footer')} help={t('documents.letterhead.footerHelp')} value={footer} onChange={setFooter} rows={2} maxLength={200} />
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
        <Row><Button kind="primary" type="submit" loading={save.isRunning}>{t('documents.letterhead.save')}</Button></Row>
      </Stack>
      <Section title={t('documents.letterhead.preview')}><Sheet letterhead={letterhead} logo={logo} footer={footer} /></Section>
    </form>
  );
}

/** The upper part of a page, where things stand on paper (electron/core/pdf/letterhead.ts). */
function Sheet({ letterhead, logo, footer }: { readonly letterhead: Letterhead; readonly logo: string | null; readonly footer: string }) {
  const t = useText();
  return (
    <div className={classes.sheet}>
      <div className={classes.sender}>
        <strong>{letterhead.name}</strong>
        {[...letterhead.addressLines, letterhead.phone, letterhead.organisationNumber].filter(Boolean).map(line => <div key={line}>{line}</div>)}
      </div>
      {logo ? <img className={classes.logo} src={`data:image/jpeg;base64,${logo}`} alt={t('documents.letterhead.logo')} /> : null}
      <div className={classes.window}>{t('documents.letterhead.window')}<br />{t('documents.letterhead.windowHelp')}</div>
      <div className={classes.sample}>{t('documents.letterhead.sample')}</div>
      {footer ? <div className={classes.line}>{footer}</div> : null}
    </div>
  );
}
