import type { NoteDetail } from '#shared/contract/journal.ts';

import { useCommandOf, useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { Banner, SelectField, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

/** Who answers for the note (decision 9). Shown to those who cannot sign themselves; whoever they named last is named again. */
export function SignerField({ detail: { head, signer, handover } }: { readonly detail: NoteDetail }) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const isNeeded = head.noteType !== 'system' && head.status === 'draft' && !may('journal.sign') && may('journal.write');
  const { data } = useQueryOf('signing', 'signers', {}, { enabled: isNeeded });
  const assign = useCommandOf('signing', 'assign');
  if (!isNeeded) return null;
  const options = (data?.signers ?? [signer]).map(one => ({ value: one.id, label: `${one.name}, ${one.title}` }));
  return (
    <div className={classes.signer}>
      <SelectField label={t('signing.signer.label')} value={signer.id} options={options} disabled={assign.isRunning} onChange={signerId => { if (signerId && signerId !== signer.id) assign.start({ patientId: head.patientId, noteId: head.noteId, signerId }); }} />
      {assign.error ? <Banner tone="danger" live>{errorText(assign.error).text}</Banner> : null}
      {handover?.kind === 'returned' ? <Banner tone="attention" title={t('signing.returned.title', { name: handover.byName })}>{handover.comment}</Banner> : null}
      {handover?.kind === 'handed' ? <Banner tone="info">{t('signing.handed', { name: signer.name })}</Banner> : null}
    </div>
  );
}
