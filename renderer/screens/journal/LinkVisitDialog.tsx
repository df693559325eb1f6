import { useState } from 'react';

import type { CareVisit } from '#shared/domain/care/care.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, SelectField, Stack, useText } from '#renderer/ui/index.ts';

const NONE = 'none';

interface LinkVisitDialogProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly linked: string | null;
  readonly onClose: () => void;
}

/** Chooses which of the patient's visits the note is about; what was said before is kept. */
export function LinkVisitDialog({ patientId, noteId, linked, onClose }: LinkVisitDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const { timeZone } = useClinicDay();
  const { data } = useQueryOf('care', 'visits', { patientId });
  const link = useCommandOf('care', 'linkVisit');
  const [chosen, setChosen] = useState(linked ?? NONE);
  const label = (visit: CareVisit): string => t('care.link.option', { ...toLocal(visit.start, timeZone), service: visit.service, practitioner: visit.practitioner });
  return (
    <Dialog open onClose={onClose} title={t('care.link.title')} action={{ label: t('care.link.save'), loading: link.isRunning, shortcut: 'enter', onRun: () => link.start({ patientId, noteId, visitId: chosen === NONE ? null : chosen }, onClose) }}>
      <Stack gap={3}>
        <SelectField label={t('care.link.which')} value={chosen} onChange={value => setChosen(value ?? NONE)} options={[...(data ?? []).map(visit => ({ value: visit.id, label: label(visit) })), { value: NONE, label: t('care.link.toNone') }]} autoFocus />
        {link.error ? <Banner tone="danger" live>{errorText(link.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
