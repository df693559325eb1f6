import { useState } from 'react';

import { appendOnlyPolicy, policyPrincipal, type PolicyProvider } from '#shared/domain/backup/append-only-policy.ts';

import { Button, notify, Section, SelectField, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Server.module.css';

const PROVIDERS = ['hetzner', 'ceph', 'aws'] as const satisfies readonly PolicyProvider[];

interface PolicyPartProps {
  readonly bucket: string;
  readonly prefix: string;
  readonly accessKeyId: string;
}

/** The text to give the provider, so that the clinic's keys can add and read but never remove. */
export function PolicyPart({ bucket, prefix, accessKeyId }: PolicyPartProps) {
  const t = useText();
  const [provider, setProvider] = useState<PolicyProvider>('hetzner');
  const [account, setAccount] = useState('');
  const [user, setUser] = useState('');
  const [owner, setOwner] = useState('');
  const writer = {
    hetzner: () => policyPrincipal({ provider: 'hetzner', project: account || '…', accessKeyId }),
    ceph: () => policyPrincipal({ provider: 'ceph', user: user || '…' }),
    aws: () => policyPrincipal({ provider: 'aws', account: account || '…', user: user || '…' }),
  }[provider]();
  const policy = appendOnlyPolicy({ provider, bucket, prefix, writer, owner: provider === 'ceph' && owner !== '' ? policyPrincipal({ provider: 'ceph', user: owner }) : null });
  const copy = () => void navigator.clipboard.writeText(policy).then(() => notify(t('backup.policy.copied')));
  return (
    <Section title={t('backup.policy.title')} level={3} actions={<Button size="dense" onClick={copy}>{t('backup.policy.copy')}</Button>}>
      <div className={classes.form}>
        <Text muted>{t('backup.policy.lead')}</Text>
        <div className={classes.two}>
          <SelectField<PolicyProvider> label={t('backup.policy.provider')} value={provider} onChange={value => setProvider(value ?? 'hetzner')} options={PROVIDERS.map(value => ({ value, label: t(`backup.policy.${value}`) }))} />
          {provider === 'ceph' ? null : <TextField label={t(provider === 'aws' ? 'backup.policy.account' : 'backup.policy.project')} value={account} onChange={setAccount} maxLength={60} />}
          {provider === 'hetzner' ? null : <TextField label={t('backup.policy.user')} value={user} onChange={setUser} maxLength={100} />}
          {provider === 'ceph' ? <TextField label={t('backup.policy.owner')} value={owner} onChange={setOwner} maxLength={100} /> : null}
        </div>
        <div className={classes.policy}><TextArea label={t('backup.policy.text')} value={policy} onChange={() => undefined} readOnly rows={6} /></div>
        <Text muted>{t('backup.policy.lock')}</Text>
      </div>
    </Section>
  );
}
