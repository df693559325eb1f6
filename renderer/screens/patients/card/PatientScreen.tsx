import { useState } from 'react';
import * as z from 'zod';

import { useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { allCardParts, useCommands, useGo, useRouteParams } from '#renderer/commands/index.ts';
import { Banner, Button, Page, Tabs, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { PATIENT_PATH, type Card } from '../words.ts';
import { CardDialogs, type CardDialog } from './CardDialogs.tsx';
import { HistoryPart } from './HistoryPart.tsx';
import { PersonPart } from './PersonPart.tsx';
import { WarningsPart } from './WarningsPart.tsx';
import { WhereaboutsPart } from './WhereaboutsPart.tsx';

const Params = z.object({ patientId: z.uuid() });

/** The patient's card: who, how reached, warnings; everything that changes leaves its old value in the history. */
export function PatientScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { patientId } = useRouteParams(Params);
  const { data: card, error } = useQueryOf('patients', 'get', { id: patientId });
  if (error) return <Page title={t('patients.title')}><Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner></Page>;
  return card ? <OpenCard key={card.id} card={card} /> : <Page title={t('patients.title')}>{null}</Page>;
}

function OpenCard({ card }: { readonly card: Card }) {
  const t = useText();
  const may = useMay();
  const [tab, setTab] = useState<'card' | 'history'>('card');
  const [dialog, setDialog] = useState<CardDialog | null>(null);
  const isMine = may('patients.write');
  useCommands([
    { id: 'patients.edit', message: 'patients.command.edit', shortcut: 'f2', permission: 'patients.write', run: () => setDialog({ kind: 'edit' }) },
    { id: 'patients.identity', message: 'patients.command.identity', shortcut: 'i', permission: 'patients.write', run: () => setDialog({ kind: 'identity' }) },
    { id: 'patients.warning', message: 'patients.command.warning', shortcut: 'v', permission: 'patients.write', run: () => setDialog({ kind: 'warning', warning: null }) },
  ]);
  const parts = (
    <>
      <Merged card={card} />
      <div className={classes.parts}>
        <div>
          <WarningsPart card={card} onDialog={setDialog} />
          <PersonPart card={card} onDialog={setDialog} />
        </div>
        <div>
          <WhereaboutsPart card={card} onDialog={setDialog} />
          <PartsOfOthers patientId={card.id} />
        </div>
      </div>
    </>
  );
  return (
    <Page title={t('patients.card.title')} actions={isMine ? <Button shortcut="f2" onClick={() => setDialog({ kind: 'edit' })}>{t('patients.card.change')}</Button> : null}>
      <Tabs label={t('patients.card.tabs')} value={tab} onChange={setTab} tabs={[{ value: 'card', label: t('patients.card.card'), content: parts }, { value: 'history', label: t('patients.card.history'), content: <HistoryPart patientId={card.id} /> }]} />
      {dialog ? <CardDialogs card={card} dialog={dialog} onClose={() => setDialog(null)} /> : null}
    </Page>
  );
}

/** What other areas know of the patient: reminders and the like. */
function PartsOfOthers({ patientId }: { readonly patientId: string }) {
  const may = useMay();
  return allCardParts().filter(part => !part.permission || may(part.permission)).map(part => <part.component key={part.id} patientId={patientId} />);
}

/** A record that was found to be somebody's second one says so before anything else. */
function Merged({ card }: { readonly card: Card }) {
  const t = useText();
  const go = useGo();
  if (card.mergedInto === null) return card.mergedFrom.length > 0 ? <Banner>{t('patients.card.mergedFrom', { count: card.mergedFrom.length })}</Banner> : null;
  const patientId = card.mergedInto;
  return <Banner tone="attention" actions={<Button onClick={() => go(PATIENT_PATH, { params: { patientId } })}>{t('patients.card.openMain')}</Button>}>{t('patients.card.mergedInto')}</Banner>;
}
