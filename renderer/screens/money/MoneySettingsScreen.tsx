import { useState } from 'react';

import { isBankgiro, isVatNumber, type MoneySettings } from '#shared/domain/money/settings.ts';
import { isSwishNumber } from '#shared/domain/money/swish.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, Columns, notify, NumberField, Page, Row, Section, Stack, Switch, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Money.module.css';
import { PayersPart } from './PayersPart.tsx';

/** The clinic on paper, where money goes, its terms, and the organisations that pay. */
export function MoneySettingsScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('money', 'settings', {});
  return (
    <Page title={t('money.settings.title')}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      {data ? <SettingsForm initial={data.settings} organisationNumber={data.organisationNumber} hasInvoices={data.hasInvoices} /> : null}
      <div className={classes.payers}><PayersPart /></div>
    </Page>
  );
}

interface FormProps {
  readonly settings: MoneySettings;
  readonly set: (patch: Partial<MoneySettings>) => void;
}

function SettingsForm({ initial, organisationNumber, hasInvoices }: { readonly initial: MoneySettings; readonly organisationNumber: string; readonly hasInvoices: boolean }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('money', 'saveSettings');
  const [settings, setSettings] = useState(initial);
  const set = (patch: Partial<MoneySettings>): void => setSettings({ ...settings, ...patch });
  const run = (): void => save.start({ settings }, () => notify(t('money.settings.saved')));
  return (
    <form noValidate onSubmit={event => { event.preventDefault(); run(); }}>
      <Section title={t('money.settings.seller')}>
        <Columns min={220} gap={3}>
          <TextField label={t('money.settings.legalName')} value={settings.legalName} onChange={legalName => set({ legalName })} maxLength={120} />
          <TextField label={t('money.settings.organisationNumber')} value={organisationNumber.replace(/^(\d{6})(\d{4})$/, '$1-$2')} onChange={() => undefined} readOnly numeric />
          <TextField label={t('money.settings.street')} value={settings.street} onChange={street => set({ street })} maxLength={120} />
          <TextField label={t('money.settings.postCode')} value={settings.postCode} onChange={postCode => set({ postCode })} maxLength={12} numeric />
          <TextField label={t('money.settings.city')} value={settings.city} onChange={city => set({ city })} maxLength={80} />
          <TextField label={t('money.settings.phone')} value={settings.phone} onChange={phone => set({ phone })} maxLength={40} numeric />
          <Checked label={t('money.settings.vatNumber')} help={t('money.settings.vatHelp')} value={settings.vatNumber} onChange={vatNumber => set({ vatNumber: vatNumber.toUpperCase().replaceAll(/\s/g, '') })} isRight={isVatNumber} />
        </Columns>
        <Switch label={t('money.settings.fTax')} checked={settings.fTax} onChange={fTax => set({ fTax })} />
      </Section>
      <Terms settings={settings} set={set} hasInvoices={hasInvoices} />
      <Stack gap={3}>
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
        <Row><Button kind="primary" type="submit" loading={save.isRunning}>{t('money.settings.save')}</Button></Row>
      </Stack>
    </form>
  );
}

function Terms({ settings, set, hasInvoices }: FormProps & { readonly hasInvoices: boolean }) {
  const t = useText();
  return (
    <Section title={t('money.settings.accounts')}>
      <Stack gap={3}>
        <Columns min={220} gap={3}>
          <Checked label={t('money.settings.bankgiro')} value={settings.bankgiro} onChange={bankgiro => set({ bankgiro })} isRight={isBankgiro} />
          <Checked label={t('money.settings.swish')} help={t('money.settings.swishHelp')} value={settings.swish} onChange={swish => set({ swish })} isRight={isSwishNumber} />
          <NumberField label={t('money.settings.terms')} value={settings.termsDays} onChange={days => set({ termsDays: days ?? 30 })} min={0} max={90} />
          <NumberField label={t('money.settings.first')} help={t('money.settings.firstHelp')} value={settings.firstInvoiceNumber} onChange={first => set({ firstInvoiceNumber: first ?? 1 })} min={1} max={90_000_000} disabled={hasInvoices} />
        </Columns>
        <TextField label={t('money.settings.text')} value={settings.invoiceText} onChange={invoiceText => set({ invoiceText })} maxLength={300} />
        <Switch label={t('money.settings.number')} checked={settings.showNumberToPatient} onChange={showNumberToPatient => set({ showNumberToPatient })} />
        <Switch label={t('money.settings.register')} help={t('money.settings.registerHelp')} checked={settings.hasDeclaredRegister} onChange={hasDeclaredRegister => set({ hasDeclaredRegister })} />
      </Stack>
    </Section>
  );
}

interface CheckedProps {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRight: (value: string) => boolean;
}

/** A number with a check digit: wrong says so once it is long enough to be judged. */
function Checked({ label, help, value, onChange, isRight }: CheckedProps) {
  const t = useText();
  const isWrong = value.replace(/\D/g, '').length >= 7 && !isRight(value);
  return <TextField label={label} value={value} onChange={onChange} maxLength={30} numeric {...(help === undefined ? {} : { help })} {...(isWrong ? { error: t('money.settings.wrong') } : {})} />;
}
