import { STAGES } from '#shared/domain/attachments/attachment.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { Columns, DateField, SelectField, TextField, useText } from '#renderer/ui/index.ts';

import type { FactsDraft } from './use-facts.ts';

/** Title, and for pictures of the patient where on the body and when in the treatment. */
export function FactFields({ draft, onChange, isPhoto, autoFocus = false }: { readonly draft: FactsDraft; readonly onChange: (part: Partial<FactsDraft>) => void; readonly isPhoto: boolean; readonly autoFocus?: boolean }) {
  const t = useText();
  const { today } = useClinicDay();
  const stages = ['none', ...STAGES] as const;
  return (
    <>
      <TextField label={t('attachments.facts.title')} value={draft.title} onChange={title => onChange({ title })} maxLength={120} autoFocus={autoFocus} />
      <Columns min={150} gap={3}>
        {isPhoto ? <TextField label={t('attachments.facts.bodyPart')} value={draft.bodyPart} onChange={bodyPart => onChange({ bodyPart })} maxLength={80} /> : null}
        {isPhoto ? <SelectField label={t('attachments.facts.stage')} value={draft.stage} onChange={stage => onChange({ stage: stage ?? 'none' })} options={stages.map(stage => ({ value: stage, label: t(`attachments.stage.${stage}`) }))} /> : null}
        <DateField label={t('attachments.facts.date')} value={draft.date} onChange={date => onChange({ date })} today={today} max={today} required />
      </Columns>
    </>
  );
}
