import { IconVaccine } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { GivenNode } from '#shared/domain/journal/rich-text.ts';

import { useClinicDay, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, type NoteToolProps } from '#renderer/commands/index.ts';
import { PickList } from '#renderer/parts/pick-list/PickList.tsx';
import { Banner, Button, Dialog, EmptyState, useText } from '#renderer/ui/index.ts';

import { writeGivenInto, type JustGiven } from './medication-store.ts';

/** The words of a row as they stand in the note: product, amount, place and batch; nothing is reckoned (K-22). */
function useGivenNode(): (row: Omit<JustGiven, 'patientId'>) => GivenNode {
  const t = useText();
  const { timeZone } = useClinicDay();
  return ({ id, product, amount, site, batch, givenAt }) => ({
    type: 'given', attrs: { id, product, details: [amount, site, batch && t('medications.given.batchOf', { batch })].filter(Boolean).join(', '), batch, date: toLocal(givenAt, timeZone).date },
  });
}

/** Puts what was given into the note: chosen from the patient's list, or by itself when it is recorded while the note is open. */
export function GivenTool({ patientId, noteId, insert, refocus }: NoteToolProps) {
  const t = useText();
  const nodeOf = useGivenNode();
  const [isOpen, setOpen] = useState(false);
  const open = () => setOpen(true);
  const put = (row: Omit<JustGiven, 'patientId'>) => void setTimeout(() => insert([nodeOf(row), { type: 'text', text: ' ' }]));
  const latest = useRef(put);
  latest.current = put;
  useEffect(() => writeGivenInto({ patientId, noteId, take: given => latest.current(given) }), [patientId, noteId]);
  useCommands([{ id: 'medications.intoNote', message: 'medications.command.intoNote', shortcut: 'alt+shift+l', permission: 'journal.write', run: open }]);
  const close = () => {
    setOpen(false);
    setTimeout(refocus);
  };
  return (
    <>
      <Button size="dense" kind="quiet" icon={<IconVaccine size={16} aria-hidden />} shortcut="alt+shift+l" onClick={open}>{t('medications.tool.button')}</Button>
      {isOpen ? <ChooseGiven patientId={patientId} onClose={close} onChoose={row => { setOpen(false); put(row); }} /> : null}
    </>
  );
}

interface ChooseGivenProps {
  readonly patientId: string;
  readonly onClose: () => void;
  readonly onChoose: (row: Omit<JustGiven, 'patientId'>) => void;
}

function ChooseGiven({ patientId, onClose, onChoose }: ChooseGivenProps) {
  const t = useText();
  const errorText = useErrorText();
  const nodeOf = useGivenNode();
  const { data, error } = useQueryOf('medications', 'list', { patientId });
  const rows = (data?.given ?? []).filter(row => !row.withdrawn);
  const choose = (at: number) => {
    const row = rows[at];
    if (row) onChoose(row);
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('medications.tool.title')}>
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {data && rows.length === 0 ? <EmptyState title={t('medications.given.none')} hint={{ keys: 'alt+s', label: t('medications.tool.emptyHint') }} /> : null}
      <PickList rows={rows.map(row => ({ key: row.id, title: row.product, detail: [nodeOf(row).attrs.details, nodeOf(row).attrs.date].filter(Boolean).join(' · ') }))} onPick={choose} again={{ letter: 'l', run: () => choose(0) }} />
    </Dialog>
  );
}
