import { useClinicDay, useMay } from '#renderer/client/index.ts';
import { Button, FactList, Row, Section, Text, useText, type Fact } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { ageOf, type Card } from '../words.ts';
import type { CardDialog } from './CardDialogs.tsx';

interface PersonPartProps {
  readonly card: Card;
  readonly onDialog: (dialog: CardDialog) => void;
}

/** Numbers, birth date, identity check, note: what is known of the person, without anything that leads to them. */
export function PersonPart({ card, onDialog }: PersonPartProps) {
  const t = useText();
  const may = useMay();
  const facts = usePersonFacts(card);
  const ask = (kind: 'identity' | 'number' | 'protection' | 'link' | 'unlink', label: string) => <Button size="dense" onClick={() => onDialog({ kind })}>{label}</Button>;
  return (
    <Section title={t('patients.card.person')}>
      <FactList facts={facts} />
      {may('patients.write') ? (
        <Row wrap>
          {ask('identity', t('patients.identity.do'))}
          {ask('number', t('patients.addNumber.do'))}
          {ask('protection', t('patients.protect.change'))}
          {card.mergedInto === null ? ask('link', t('patients.card.link')) : ask('unlink', t('patients.card.unlink'))}
        </Row>
      ) : null}
    </Section>
  );
}

function usePersonFacts(card: Card): Fact[] {
  const t = useText();
  const { today } = useClinicDay();
  const age = ageOf(card.birthDate, today);
  const check = card.identityCheck;
  const numbers = card.identifiers.map(({ id, kind, display, endedAt }): Fact => ({
    label: t(`patients.kind.${kind}`),
    value: endedAt === null ? <Text key={id} strong={kind !== 'external'} num>{display}</Text> : <Text key={id} muted num>{t('patients.card.ended', { number: display, date: endedAt.slice(0, 10) })}</Text>,
  }));
  const optional = (label: string, value: string | null): Fact[] => (value === null || value === '' ? [] : [{ label, value: <span className={classes.plain}>{value}</span> }]);
  return [
    ...uniqueLabels(numbers),
    { label: t('patients.field.birthDate'), value: card.birthDate === null ? t('patients.card.none') : `${card.birthDate}${age === null || card.deceasedOn ? '' : `, ${t('ui.strip.age', { age })}`}` },
    { label: t('patients.field.sex'), value: t(`patients.sex.${card.sex}`) },
    ...optional(t('patients.field.deceasedOn'), card.deceasedOn),
    { label: t('patients.identity.label'), value: check === null ? <span className={classes.mark}>{t('patients.identity.not')}</span> : t('patients.identity.checked', { how: t(`patients.proof.${check.how}`), date: check.on, by: check.by }) },
    { label: t('patients.card.protection'), value: card.protection === 'none' ? t('patients.protection.none') : <span className={classes.mark}>{t(`patients.protection.${card.protection}`)}</span> },
    ...optional(t('patients.card.noteLabel'), card.registrationNote),
    ...optional(t('patients.card.lastElsewhere'), card.lastVisitElsewhere),
    { label: t('patients.card.registered'), value: card.createdAt.slice(0, 10) },
  ];
}

/** FactList tells its rows apart by label; a second number of the same kind gets a thin space more. */
function uniqueLabels(facts: readonly Fact[]): Fact[] {
  const seen = new Map<string, number>();
  return facts.map(fact => {
    const times = seen.get(fact.label) ?? 0;
    seen.set(fact.label, times + 1);
    return { ...fact, label: fact.label + '\u200a'.repeat(times) };
  });
}
