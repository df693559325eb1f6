import { placeOf, PROVIDER_IDS, PROVIDERS, type ProviderId } from '#shared/domain/reminders/providers.ts';

import { Section, SelectField, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Reminders.module.css';
import type { SettingsAnswer, SettingsDraft } from './use-settings-draft.ts';

/** Through whom: company, country and address in plain sight; the key goes in and never comes out again. */
export function ProviderPart({ answer, form }: { readonly answer: SettingsAnswer; readonly form: SettingsDraft }) {
  const t = useText();
  const { draft, set, errorOf } = form;
  const provider = PROVIDERS[draft.provider];
  const place = placeOf(draft.provider, draft.host);
  const choose = (id: ProviderId | null): void => { if (id) set({ provider: id, host: PROVIDERS[id].places[0]?.host ?? '' }); };
  return (
    <Section title={t('reminders.provider.title')}>
      <div className={classes.pair}>
        <SelectField label={t('reminders.provider.label')} value={draft.provider} onChange={choose} options={PROVIDER_IDS.map(value => ({ value, label: PROVIDERS[value].name }))} />
        {provider.places.length > 1 ? (
          <SelectField label={t('reminders.provider.place')} value={draft.host} onChange={host => { if (host) set({ host }); }} options={provider.places.map(one => ({ value: one.host, label: one.host }))} />
        ) : null}
        <TextField label={t('reminders.provider.sender')} help={t('reminders.provider.senderHelp')} value={draft.sender} onChange={sender => set({ sender })} maxLength={16} error={errorOf('sender')} />
      </div>
      {place ? <Text>{t('reminders.provider.where', { company: provider.company, country: t(`reminders.provider.country.${place.country}`), host: place.host })}</Text> : null}
      <Credential answer={answer} form={form} />
      <Text muted small>{t('reminders.provider.euOnly')}</Text>
      {draft.host === 'gatewayapi.com' ? <Text muted small>{t('reminders.provider.askWhere')}</Text> : null}
      {provider.canBeAsked ? null : <Text muted small>{t('reminders.provider.cannotAsk')}</Text>}
    </Section>
  );
}

function Credential({ answer, form }: { readonly answer: SettingsAnswer; readonly form: SettingsDraft }) {
  const t = useText();
  const { draft, credential, setCredential } = form;
  const isKept = answer.hasCredential && answer.settings.provider === draft.provider && answer.settings.host === draft.host;
  const asksToken = PROVIDERS[draft.provider].asks === 'token';
  return (
    <div className={classes.pair}>
      {asksToken ? null : <TextField label={t('reminders.provider.user')} value={credential.user} onChange={user => setCredential({ ...credential, user })} maxLength={200} />}
      <TextField secret label={t(asksToken ? 'reminders.provider.token' : 'reminders.provider.key')} value={credential.secret} onChange={secret => setCredential({ ...credential, secret })} maxLength={400} help={t(isKept ? 'reminders.provider.kept' : 'reminders.provider.missing')} />
    </div>
  );
}
