import { IconFlask } from '@tabler/icons-react';
import { useState } from 'react';

import type { Issuer } from '#shared/contract/setup.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { toBase64 } from '#renderer/parts/file-intake/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, EmptyState, FileField, StatusChip, Text, useText } from '#renderer/ui/index.ts';

import classes from './Setup.module.css';

interface IssuersStepProps {
  readonly issuers: readonly Issuer[];
  readonly onHold: () => void;
  readonly onDone: () => void;
}

/** Import the issuers' certificates and see their fingerprints before anything is trusted. */
export function IssuersStep({ issuers, onHold, onDone }: IssuersStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const importing = useCommandOf('setup', 'importIssuers');
  const [known, setKnown] = useState(issuers);
  const take = async (files: readonly File[]) => {
    onHold();
    const read = await Promise.all(files.map(async file => ({ name: file.name, base64: await toBase64(file) })));
    importing.start({ files: read }, answer => setKnown(answer.issuers));
  };
  return (
    <StepPane title={t('setup.issuers.title')} lead={t('setup.issuers.lead')}>
      <FileField label={t('setup.issuers.drop')} button={t('setup.issuers.choose')} help={t('setup.issuers.help')} accept=".pem,.cer,.crt,.der" multiple disabled={importing.isRunning} onFiles={files => void take(files)} />
      {importing.error ? <Banner tone="danger" live>{errorText(importing.error).text}</Banner> : null}
      {known.length === 0 ? <EmptyState title={t('setup.issuers.empty')}>{t('setup.issuers.emptyBody')}</EmptyState> : <IssuerList issuers={known} />}
      <div className={classes.actions}><Button kind="primary" disabled={known.length === 0} onClick={onDone}>{t('setup.next')}</Button></div>
    </StepPane>
  );
}

function IssuerList({ issuers }: { readonly issuers: readonly Issuer[] }) {
  const t = useText();
  return (
    <ul className={classes.issuers} aria-label={t('setup.issuers.list')}>
      {issuers.map(issuer => (
        <li key={issuer.fingerprint} className={classes.issuer}>
          <span className={classes.issuerHead}>
            <span className={classes.issuerName}>{issuer.name}</span>
            <Text muted small>{t(issuer.isRoot ? 'setup.issuers.root' : 'setup.issuers.intermediate')} · {t('setup.issuers.notAfter').toLowerCase()} {issuer.notAfter.slice(0, 10)}</Text>
            {issuer.isTest ? <StatusChip tone="attention" icon={<IconFlask size={14} />}>{t('setup.issuers.test')}</StatusChip> : null}
          </span>
          <span className={classes.fingerprint} title={t('setup.issuers.fingerprint')}>{issuer.fingerprint}</span>
        </li>
      ))}
    </ul>
  );
}
