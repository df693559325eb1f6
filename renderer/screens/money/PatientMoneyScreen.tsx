import { useState } from 'react';
import * as z from 'zod';

import { useRouteParams } from '#renderer/commands/index.ts';
import { Page, useText } from '#renderer/ui/index.ts';

import { DocumentsPart } from './DocumentsPart.tsx';
import classes from './Money.module.css';

export const PATIENT_MONEY_PATH = '/money/patient/$patientId';
const Params = z.object({ patientId: z.string() });

/** One patient's receipts and invoices; the strip above says whose. */
export function PatientMoneyScreen() {
  const t = useText();
  const { patientId } = useRouteParams(Params);
  const [filter, setFilter] = useState<'all' | 'open' | 'overdue'>('all');
  return (
    <Page title={t('money.documents.ofPatient')} mode="fill">
      <div className={classes.part}><DocumentsPart key={patientId} patientId={patientId} filter={filter} onFilter={setFilter} /></div>
    </Page>
  );
}
