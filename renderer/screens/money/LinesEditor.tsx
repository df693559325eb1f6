import { IconPlus, IconX } from '@tabler/icons-react';

import { lineGross, type ChargeDraft } from '#shared/domain/money/line.ts';
import type { Payer } from '#shared/domain/money/settings.ts';
import { VAT_CODES } from '#shared/domain/money/vat.ts';

import { Button, IconButton, NumberField, SelectField, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Money.module.css';
import { toMinor, useKronor } from '#renderer/parts/use-kronor.ts';
import { ReasonField } from './ReasonField.tsx';

const PATIENT = 'patient';
const NEW: ChargeDraft = { kind: 'item', text: '', quantityHundredths: 100, unitMinor: 0, discountMinor: 0, vatCode: 'standard', vatReasonNoteId: null, payerId: null };

interface LinesEditorProps {
  readonly lines: readonly ChargeDraft[];
  readonly payers: readonly Payer[];
  /** Whose notes may hold the reason for an exempt line; null: the service needs none. */
  readonly aestheticPatientId?: string | null;
  readonly onChange: (lines: readonly ChargeDraft[]) => void;
}

/** Everything of a line can be changed until it is issued. */
export function LinesEditor({ lines, payers, aestheticPatientId = null, onChange }: LinesEditorProps) {
  const t = useText();
  const set = (index: number, patch: Partial<ChargeDraft>): void => onChange(lines.map((line, at) => (at === index ? { ...line, ...patch } : line)));
  return (
    <div className={classes.editor}>
      {lines.map((line, index) => <LineFields key={index} line={line} payers={payers} aestheticPatientId={aestheticPatientId} onSet={patch => set(index, patch)} onRemove={() => onChange(lines.filter((_, at) => at !== index))} />)}
      <div><Button size="dense" icon={<IconPlus size={14} stroke={1.8} aria-hidden />} onClick={() => onChange([...lines, NEW])}>{t('money.line.add')}</Button></div>
    </div>
  );
}

interface LineFieldsProps {
  readonly line: ChargeDraft;
  readonly payers: readonly Payer[];
  readonly aestheticPatientId: string | null;
  readonly onSet: (patch: Partial<ChargeDraft>) => void;
  readonly onRemove: () => void;
}

function LineFields({ line, payers, aestheticPatientId, onSet, onRemove }: LineFieldsProps) {
  const t = useText();
  const { kronor } = useKronor();
  const options = [{ value: PATIENT, label: t('money.visit.self') }, ...payers.map(payer => ({ value: payer.id, label: payer.name }))];
  return (
    <div className={classes.lineFields} role="group" aria-label={line.text || t('money.line.newText')}>
      <div className={classes.lineText}><TextField label={t('money.line.text')} value={line.text} onChange={text => onSet({ text })} maxLength={120} placeholder={t('money.line.newText')} autoFocus={line.text === ''} /></div>
      <NumberField label={t('money.line.quantity')} value={line.quantityHundredths / 100} onChange={value => onSet({ quantityHundredths: Math.max(1, toMinor(value)) })} min={0} max={999} decimals={2} />
      <NumberField label={t('money.line.price')} value={line.unitMinor / 100} onChange={value => onSet({ unitMinor: toMinor(value) })} min={0} decimals={2} />
      <NumberField label={t('money.line.discount')} value={line.discountMinor / 100} onChange={value => onSet({ discountMinor: toMinor(value) })} min={0} decimals={2} />
      <SelectField label={t('money.line.vat')} value={line.vatCode} onChange={vatCode => onSet({ vatCode: vatCode ?? 'exempt' })} options={VAT_CODES.map(value => ({ value, label: t(`money.vat.${value}`) }))} />
      {payers.length === 0 ? null : <SelectField label={t('money.line.payer')} value={line.payerId ?? PATIENT} onChange={value => onSet({ payerId: value === null || value === PATIENT ? null : value })} options={options} />}
      {aestheticPatientId !== null && line.kind === 'service' && line.vatCode !== 'standard' ? <div className={classes.lineText}><ReasonField patientId={aestheticPatientId} value={line.vatReasonNoteId} onChange={vatReasonNoteId => onSet({ vatReasonNoteId })} /></div> : null}
      <div className={classes.lineEnd}>
        <span className={classes.lineSum}>{kronor(lineGross(line))}</span>
        <IconButton label={t('money.line.remove', { text: line.text })} icon={<IconX size={16} stroke={1.8} />} onClick={onRemove} />
      </div>
    </div>
  );
}
