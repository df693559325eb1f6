import { useState } from 'react';

import type { SigningSettings } from '#shared/domain/journal/signing-rules.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, Columns, notify, NumberField, Page, Row, Section, Stack, Switch, useText } from '#renderer/ui/index.ts';

/** How the clinic wants its notes signed, and when something unsigned is late. */
export function SigningSettingsScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('signing', 'settings', {});
  return (
    <Page title={t('signing.settings.title')}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      {data ? <SettingsForm initial={data} /> : null}
    </Page>
  );
}

function SettingsForm({ initial }: { readonly initial: SigningSettings }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('signing', 'saveSettings');
  const [settings, setSettings] = useState(initial);
  const set = (patch: Partial<SigningSettings>): void => setSettings({ ...settings, ...patch });
  const isOrdered = settings.overdueAfterDays > settings.lateAfterDays;
  return (
    <form noValidate onSubmit={event => { event.preventDefault(); if (isOrdered) save.start(settings, () => notify(t('signing.settings.saved'))); }}>
      <Section title={t('signing.settings.how')}>
        <Stack gap={3}>
          <Switch label={t('signing.settings.eachNote')} help={t('signing.settings.eachNoteHelp')} checked={settings.signEachNote} onChange={signEachNote => set({ signEachNote })} />
          <Switch label={t('signing.settings.withoutPin')} help={t('signing.settings.withoutPinHelp')} checked={settings.lockWithoutPin} onChange={lockWithoutPin => set({ lockWithoutPin })} />
        </Stack>
      </Section>
      <Section title={t('signing.settings.age')}>
        <Columns min={220} gap={3}>
          <NumberField label={t('signing.settings.late')} value={settings.lateAfterDays} min={1} max={90} unit={t('signing.settings.unit')} onChange={days => set({ lateAfterDays: days ?? 1 })} />
          <NumberField label={t('signing.settings.overdue')} value={settings.overdueAfterDays} min={1} max={365} unit={t('signing.settings.unit')} onChange={days => set({ overdueAfterDays: days ?? 7 })} {...(isOrdered ? {} : { error: t('signing.settings.order') })} />
        </Columns>
      </Section>
      <Stack gap={3}>
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
        <Row><Button kind="primary" type="submit" loading={save.isRunning} disabled={!isOrdered}>{t('signing.settings.save')}</Button></Row>
      </Stack>
    </form>
  );
}
