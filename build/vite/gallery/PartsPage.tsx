import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { Banner, Button, Checkbox, ClinicalWarning, Columns, DateField, Dialog, EmptyState, FactList, NumberField, Page, ProgressLine, RadioGroup, Row, Section, SegmentedChoice, SelectField, StatusRow, Stepper, TextArea, TextField, TimeField, VISIT_STATUSES, VisitStatusChip } from '#renderer/ui/index.ts';

import { TablePart } from './TablePart.tsx';

const STEPS = ['Läs fil', 'Para ihop', 'Granska', 'För in'].map(label => ({ id: label, label }));
const CHOICES = ['Nybesök', 'Återbesök', 'Läkemedelsöverkänslighetsutredning'].map(label => ({ value: label, label }));

/** Fields, states and messages. */
export function PartsPage() {
  const [text, setText] = useState('Åsa Karlsson');
  const [date, setDate] = useState<string | null>('1981-12-18');
  const [time, setTime] = useState<string | null>('09:30');
  const [price, setPrice] = useState<number | null>(1250);
  const [choice, setChoice] = useState<string | null>('Nybesök');
  const [view, setView] = useState('dag');
  const [sex, setSex] = useState<string | null>('k');
  const [checked, setChecked] = useState(true);
  const [open, setOpen] = useState(false);
  return (
    <Page title="Komponenter" detail="alla tillstånd" actions={<><SegmentedChoice label="Vy" value={view} onChange={setView} options={[{ value: 'dag', label: 'Dag' }, { value: 'vecka', label: 'Vecka' }]} /><Button shortcut="esc">Avbryt</Button><Button kind="primary" shortcut="f9" icon={<IconPlus size={16} />}>Ny patient</Button></>}>
      <Section title="Fält">
        <Columns>
          <TextField label="Namn" value={text} onChange={setText} required />
          <TextField label="Personnummer" value="19811218-9875" onChange={setText} numeric error="Kontrollsiffran stämmer inte. Jämför med legitimationen." />
          <DateField label="Födelsedatum" value={date} onChange={setDate} today="2026-11-22" help="19811218 eller 18/12 1981" />
          <TimeField label="Tid" value={time} onChange={setTime} />
          <NumberField label="Pris" value={price} onChange={setPrice} unit="kr" />
          <SelectField label="Tjänst" value={choice} onChange={setChoice} options={CHOICES} />
          <TextField label="Låst" value="Kan inte ändras" onChange={setText} disabled />
          <TextArea label="Anteckning" value={text} onChange={setText} />
        </Columns>
        <Row gap={6} align="start" wrap>
          <Checkbox label="Legitimation kontrollerad" checked={checked} onChange={setChecked} help="Noteras i loggen" />
          <RadioGroup label="Kön i folkbokföringen" value={sex} onChange={setSex} inline options={[{ value: 'k', label: 'Kvinna' }, { value: 'm', label: 'Man' }]} />
          <Button kind="danger" onClick={() => setOpen(true)}>Avboka</Button>
          <Button kind="quiet">Visa tidigare</Button>
          <Button disabled>Signera</Button>
        </Row>
      </Section>
      <Section title="Lägen">
        <Row wrap>{VISIT_STATUSES.map(status => <VisitStatusChip key={status} status={status} />)}<ClinicalWarning>Läkemedelsöverkänslighet: penicillin</ClinicalWarning></Row>
        <Banner tone="info">Besöket är flyttat till 3 december 09:00.</Banner>
        <Banner tone="attention" title="Säkerhetskopian är 27 timmar gammal" actions={<Button size="dense">Kopiera nu</Button>}>USB-disken svarade inte i natt.</Banner>
        <Banner tone="danger" live code="a1b2-77">Kortet togs ut under signeringen. Anteckningen är sparad men inte signerad. Sätt i kortet och tryck F9.</Banner>
        <StatusRow tone="ok" label="Säkerhetskopia" value="1 h sedan, återställningsbar" detail="4 min 12 s" action={<Button size="dense">Visa</Button>} />
        <StatusRow tone="danger" label="Misslyckade inloggningar" value="7 i natt" />
        <ProgressLine label="Läser tillbaka" done={412_000_000} total={1_200_000_000} unit="bytes" timeLeftMs={134_000} />
      </Section>
      <Columns min={320}>
        <Section title="Lista"><TablePart /></Section>
        <Section title="Steg"><Stepper label="Inläsning" steps={STEPS} current="Granska" /><FactList facts={[{ label: 'Innehavare', value: 'Eva Lind' }, { label: 'HSA-id', value: 'SE2321000016-EVALIND' }]} /><EmptyState title="Inga besök i dag." hint={{ keys: 'n', label: 'bokar ett besök' }} /></Section>
      </Columns>
      <Dialog open={open} onClose={() => setOpen(false)} title="Avboka Åsa Karlsson 22 november 09:00?" safeLabel="Behåll besöket" action={{ label: 'Avboka', danger: true, onRun: () => setOpen(false) }}>
        <SelectField label="Orsak" value={choice} onChange={setChoice} options={CHOICES} />
      </Dialog>
    </Page>
  );
}
