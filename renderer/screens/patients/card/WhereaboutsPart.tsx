import { useState } from 'react';

import { useCommandOf, useMay, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, Section, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { nameOf, type Card } from '../words.ts';
import type { CardDialog } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';
import { AddressRows, ContactRows, RelationRows } from './WhereaboutsRows.tsx';

type Whereabouts = OutputOf<'patients', 'reveal'>;

interface WhereaboutsPartProps {
  readonly card: Card;
  readonly onDialog: (dialog: CardDialog) => void;
}

/** Phone, address and relatives; of a protected person only after a reason, and only while the card is open (G-11). */
export function WhereaboutsPart({ card, onDialog }: WhereaboutsPartProps) {
  const t = useText();
  const may = useMay();
  const [revealed, setRevealed] = useState<Whereabouts | null>(null);
  const [asking, setAsking] = useState(false);
  const shown = card.whereabouts ?? revealed;
  const add = (dialog: CardDialog) => (may('patients.write') ? <Button size="dense" kind="quiet" onClick={() => onDialog(dialog)}>{t('patients.card.add')}</Button> : null);
  // After a change of a revealed row the shown copy is old: hide it rather than show what no longer is.
  const open = (dialog: CardDialog): void => {
    setRevealed(null);
    onDialog(dialog);
  };
  const rows = { card, onDialog: open, isEditable: may('patients.write') };
  return (
    <div>
      {card.whereabouts === null ? <HiddenNotice card={card} isShown={revealed !== null} onShow={() => setAsking(true)} onHide={() => setRevealed(null)} /> : null}
      <Section title={t('patients.card.reach')} actions={add({ kind: 'contact', row: null })}>
        {shown ? <ContactRows {...rows} list={shown.contacts} /> : <Text muted>{t('patients.hidden')}</Text>}
      </Section>
      <Section title={t('patients.address.title')} actions={add({ kind: 'address', row: null })}>
        {shown ? <AddressRows {...rows} list={shown.addresses} /> : <Text muted>{t('patients.hidden')}</Text>}
      </Section>
      <Section title={t('patients.card.kin')} actions={add({ kind: 'relation', row: null })}>
        {shown ? <RelationRows {...rows} list={shown.relations} /> : <Text muted>{t('patients.hidden')}</Text>}
      </Section>
      {asking ? <RevealDialog card={card} onClose={() => setAsking(false)} onShown={value => { setRevealed(value); setAsking(false); }} /> : null}
    </div>
  );
}

interface HiddenNoticeProps {
  readonly card: Card;
  readonly isShown: boolean;
  readonly onShow: () => void;
  readonly onHide: () => void;
}

function HiddenNotice({ card, isShown, onShow, onHide }: HiddenNoticeProps) {
  const t = useText();
  const may = useMay();
  const mayShow = may('patients.revealProtected');
  return (
    <div className={classes.notice}>
      <Banner tone="attention" title={t(`patients.protection.${card.protection}`)} actions={mayShow ? <Button onClick={isShown ? onHide : onShow}>{isShown ? t('patients.protect.hide') : t('patients.protect.reveal')}</Button> : null}>
        <Stack gap={1}>
          <span>{isShown ? t('patients.protect.shown') : t('patients.protect.hidden')}</span>
          {mayShow ? null : <span>{t('patients.protect.noRight')}</span>}
          {card.protection === 'protected' ? <span>{t('patients.protect.post')}</span> : null}
        </Stack>
      </Banner>
    </div>
  );
}

function RevealDialog({ card, onClose, onShown }: { readonly card: Card; readonly onClose: () => void; readonly onShown: (whereabouts: Whereabouts) => void }) {
  const t = useText();
  const [reason, setReason] = useState('');
  const reveal = useCommandOf('patients', 'reveal');
  return (
    <Dialog open onClose={onClose} title={t('patients.protect.revealTitle', { name: nameOf(card) })} action={{ label: t('patients.protect.reveal'), disabled: reason.trim() === '', loading: reveal.isRunning, onRun: () => reveal.start({ id: card.id, reason }, onShown) }}>
      <Stack gap={3}>
        <TextField label={t('patients.field.reason')} value={reason} onChange={setReason} maxLength={200} help={t('patients.protect.revealHelp')} autoFocus required />
        <Failure error={reveal.error} />
      </Stack>
    </Dialog>
  );
}
