import { useState, type FormEvent } from 'react';

import { ResidencyDecision } from '#shared/domain/backup/target-status.ts';

import { Banner, Button, FactList, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import { useCountryName } from '../use-country-name.ts';
import classes from './Server.module.css';
import type { Verdict } from './server-draft.ts';

const TONE = { eu: 'ok', eea: 'ok', euForeignOwner: 'attention', adequacy: 'attention', refused: 'danger', unknown: 'attention' } as const;

interface VerdictStepProps {
  readonly host: string;
  readonly verdict: Verdict;
  /** What was decided before, when one comes back to this step. */
  readonly decision: ResidencyDecision | null;
  readonly onAllowed: (decision: ResidencyDecision | null) => void;
}

/** Where the server stands by the program's table, with country and source; where the table does not allow it, a decision with a name on it. */
export function VerdictStep({ host, verdict, decision, onAllowed }: VerdictStepProps) {
  const t = useText();
  const countryName = useCountryName();
  const facts = [
    { label: t('backup.server.host'), value: new URL(host).host },
    ...(verdict.country === null ? [] : [{ label: t('backup.residency.country'), value: countryName(verdict.country) }]),
    ...(verdict.operator === null ? [] : [{ label: t('backup.residency.operator'), value: verdict.operator }]),
    ...(verdict.source === null ? [] : [{ label: t('backup.server.source'), value: verdict.source }]),
  ];
  return (
    <>
      <h2 className={classes.title}>{t('backup.server.verdictTitle')}</h2>
      <Banner tone={TONE[verdict.class]} live title={t(`backup.class.${verdict.class}`)}>{t(`backup.verdict.${verdict.class}`)}</Banner>
      <FactList facts={facts} />
      {verdict.needsDecision ? <DecisionForm verdict={verdict} known={decision} onDecided={onAllowed} /> : null}
      {verdict.needsDecision || verdict.class === 'refused' ? null : (
        <div className={classes.actions}><Button kind="primary" autoFocus onClick={() => onAllowed(null)}>{t('backup.server.goOn')}</Button></div>
      )}
    </>
  );
}

function DecisionForm({ verdict, known, onDecided }: { readonly verdict: Verdict; readonly known: ResidencyDecision | null; readonly onDecided: (decision: ResidencyDecision) => void }) {
  const t = useText();
  const countryName = useCountryName();
  const [reason, setReason] = useState(known?.reason ?? '');
  const [country, setCountry] = useState(known?.country ?? '');
  const [operator, setOperator] = useState(known?.operator ?? '');
  const code = country.trim().toUpperCase();
  const needsPlace = verdict.country === null || verdict.operator === null;
  const decision = ResidencyDecision.safeParse({ reason, country: needsPlace ? code : null, operator: needsPlace ? operator : null });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (decision.success) onDecided(decision.data);
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {needsPlace ? (
        <div className={classes.two}>
          <TextField label={t('backup.decision.country')} help={code.length === 2 && countryName(code) !== code ? countryName(code) : t('backup.decision.countryHelp')} value={country} onChange={setCountry} maxLength={2} autoFocus required />
          <TextField label={t('backup.decision.operator')} help={t('backup.decision.operatorHelp')} value={operator} onChange={setOperator} maxLength={200} required />
        </div>
      ) : null}
      <TextArea label={t('backup.decision.reason')} help={t('backup.decision.reasonHelp')} value={reason} onChange={setReason} rows={2} maxLength={160} autoFocus={!needsPlace} required />
      <Text muted>{t('backup.decision.logged')}</Text>
      <div className={classes.actions}><Button kind="primary" type="submit" disabled={!decision.success}>{t('backup.decision.take')}</Button></div>
    </form>
  );
}
