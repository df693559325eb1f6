import { BASES_OF, RECIPIENT_KINDS, type Examination, type RecipientKind } from '#shared/domain/documents/disclosure.ts';

import { Columns, RadioGroup, SelectField, TextField, useText } from '#renderer/ui/index.ts';

interface ExaminationFieldsProps {
  readonly value: Examination;
  readonly onChange: (value: Examination) => void;
  /** What a recipient of this kind is called to begin with: the patient's own name. */
  readonly nameOf?: (kind: RecipientKind) => string | undefined;
  readonly autoFocus?: boolean;
  /** Where the whole examination stands on one page, its decisions are counted. */
  readonly numbered?: boolean;
}

/** True when the examination says what the law asks for, so that it can be kept. */
export const isComplete = ({ recipientName, basis, basisText }: Examination): boolean =>
  recipientName.trim() !== '' && (!['statute', 'duty'].includes(basis) || basisText.trim().length >= 3);

/** Who asks and on which ground (J-18): the first two decisions of every disclosure. */
export function ExaminationFields({ value, onChange, nameOf = () => undefined, autoFocus = false, numbered = false }: ExaminationFieldsProps) {
  const t = useText();
  const counted = (no: number, label: string): string => (numbered ? t('disclosures.exam.numbered', { no, label }) : label);
  const bases = BASES_OF[value.recipientKind];
  const choose = (recipientKind: RecipientKind): void => onChange({ ...value, recipientKind, recipientName: nameOf(recipientKind) ?? '', basis: BASES_OF[recipientKind][0], basisText: '' });
  const needsText = ['statute', 'duty'].includes(value.basis);
  return (
    <>
      <Columns min={240} gap={3}>
        <SelectField label={counted(1, t('disclosures.exam.recipientKind'))} value={value.recipientKind} onChange={kind => kind && choose(kind)} options={RECIPIENT_KINDS.map(kind => ({ value: kind, label: t(`disclosures.recipient.${kind}`) }))} autoFocus={autoFocus} />
        <TextField label={t('disclosures.exam.recipientName')} value={value.recipientName} onChange={recipientName => onChange({ ...value, recipientName })} maxLength={160} required />
      </Columns>
      <RadioGroup label={counted(2, t('disclosures.exam.basis'))} value={value.basis} onChange={basis => onChange({ ...value, basis })} options={bases.map(basis => ({ value: basis, label: t(`disclosures.basis.${basis}`) }))} />
      {value.basis === 'copy' ? null : (
        <TextField label={t('disclosures.exam.basisText')} value={value.basisText} onChange={basisText => onChange({ ...value, basisText })} maxLength={200} required={needsText} {...(needsText ? { help: t('disclosures.exam.basisNeeded') } : {})} />
      )}
    </>
  );
}

/** Who decides; nobody named means whoever hands it out. */
export function DecidedBy({ value, onChange, numbered = false }: Pick<ExaminationFieldsProps, 'value' | 'onChange' | 'numbered'>) {
  const t = useText();
  const label = t('disclosures.exam.decidedBy');
  return <TextField label={numbered ? t('disclosures.exam.numbered', { no: 5, label }) : label} help={t('disclosures.exam.decidedByHelp')} value={value.decidedBy} onChange={decidedBy => onChange({ ...value, decidedBy })} maxLength={120} />;
}
