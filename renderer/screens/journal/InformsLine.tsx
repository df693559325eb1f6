import { useState } from 'react';

import type { NoteInforms } from '#shared/contract/care.ts';
import type { NoteHead } from '#shared/contract/journal.ts';
import type { Service } from '#shared/domain/agenda/service.ts';
import { INFORMATION_TEMPLATE, INFORMED_HOW, type InformedHow } from '#shared/domain/agenda/treatment-information.ts';

import { useCommandOf, useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, Checkbox, Dialog, SelectField, Stack, Text, useText } from '#renderer/ui/index.ts';

import { useMoment } from './use-moment.ts';
import classes from './VisitLine.module.css';

type Of = Pick<NoteHead, 'patientId' | 'noteId' | 'templateId'>;

/**
 * Which treatments with a thinking time the note informs about (J-23). It stands in the head of an information note, and of
 * any note that somebody has said it of; lock and signature record it, so that nobody writes it twice.
 */
export function InformsLine({ note, informs }: { readonly note: Of; readonly informs: NoteInforms }) {
  const t = useText();
  const may = useMay();
  const { patientId, noteId, templateId } = note;
  const services = useQueryOf('agenda', 'services', {}, { enabled: may('agenda.read') });
  const thoughtful = (services.data ?? []).filter(one => one.active && (one.rules.thinkingDays ?? 0) > 0);
  const [isChoosing, setChoosing] = useState(false);
  const mayChoose = may('journal.write') && thoughtful.length > 0;
  const choose = (): void => setChoosing(true);
  useCommands([{ id: 'journal.informs', message: 'care.command.informs', shortcut: 'alt+shift+i', when: () => mayChoose, run: choose }]);
  const named = informs.closedAt === null ? informs.serviceIds : informs.recorded;
  const names = thoughtful.filter(one => named.includes(one.id)).map(one => one.name);
  if (thoughtful.length === 0) return null;
  return (
    <>
      {templateId === INFORMATION_TEMPLATE || named.length > 0 ? (
        <div className={classes.links}>
          {names.length > 0 ? <span>{about(t, informs, names)}</span> : <span className={classes.wanting}>{t('care.informs.none')}</span>}
          {mayChoose ? <Button size="dense" kind="quiet" shortcut="alt+shift+i" onClick={choose}>{t(names.length === 0 ? 'care.informs.choose' : informs.closedAt === null ? 'care.informs.change' : 'care.informs.more')}</Button> : null}
        </div>
      ) : null}
      {isChoosing ? <InformsDialog patientId={patientId} noteId={noteId} informs={informs} thoughtful={thoughtful} onClose={() => setChoosing(false)} /> : null}
    </>
  );
}

const about = (t: ReturnType<typeof useText>, { how, closedAt }: NoteInforms, names: readonly string[]): string =>
  [t('care.informs.about', { services: names.join(', '), how: t(`agenda.information.hows.${how}`).toLowerCase() }), t(closedAt === null ? 'care.informs.fromSigning' : 'care.informs.running')].join(' ');

interface InformsDialogProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly informs: NoteInforms;
  readonly thoughtful: readonly Service[];
  readonly onClose: () => void;
}

/** Ticks the treatments. What is recorded already stays ticked: it is withdrawn under Information before treatment, where both stay readable. */
function InformsDialog({ patientId, noteId, informs, thoughtful, onClose }: InformsDialogProps) {
  const t = useText();
  const at = useMoment();
  const errorText = useErrorText();
  const say = useCommandOf('care', 'sayInforms');
  const [chosen, setChosen] = useState<readonly string[]>(informs.closedAt === null ? informs.serviceIds : informs.recorded);
  const [how, setHow] = useState<InformedHow>(informs.how);
  const tick = (id: string, on: boolean): void => setChosen(on ? [...chosen, id] : chosen.filter(one => one !== id));
  return (
    <Dialog open onClose={onClose} title={t('care.informs.title')} action={{ label: t('care.informs.save'), loading: say.isRunning, shortcut: 'enter', onRun: () => say.start({ patientId, noteId, serviceIds: [...chosen], how }, onClose) }}>
      <Stack gap={3}>
        <Text muted small>{informs.closedAt === null ? t('care.informs.fromSigning') : t('care.informs.closed', { time: at(informs.closedAt) })}</Text>
        {thoughtful.map(one => <Checkbox key={one.id} label={one.name} checked={chosen.includes(one.id)} disabled={informs.recorded.includes(one.id)} onChange={on => tick(one.id, on)} />)}
        <SelectField label={t('care.consent.how')} value={how} onChange={value => setHow(value ?? how)} options={INFORMED_HOW.map(value => ({ value, label: t(`agenda.information.hows.${value}`) }))} />
        {say.error ? <Banner tone="danger" live>{errorText(say.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
