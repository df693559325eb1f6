import { IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';

import type { Attachment } from '#shared/domain/attachments/attachment.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, type NoteToolProps } from '#renderer/commands/index.ts';
import { PickList } from '#renderer/parts/pick-list/PickList.tsx';
import { Banner, Button, Dialog, EmptyState, useText } from '#renderer/ui/index.ts';

import { isPicture, isShown, useFileWords } from './words.ts';

/** Puts a reference to a file of the patient into the note: name, day and checksum become part of what is signed (K-24). */
export function FileTool({ patientId, insert, refocus }: NoteToolProps) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const open = () => setOpen(true);
  useCommands([{ id: 'attachments.intoNote', message: 'attachments.command.intoNote', shortcut: 'alt+shift+b', permission: 'journal.write', run: open }]);
  const close = () => {
    setOpen(false);
    setTimeout(refocus);
  };
  return (
    <>
      <Button size="dense" kind="quiet" icon={<IconPaperclip size={16} aria-hidden />} shortcut="alt+shift+b" onClick={open}>{t('attachments.tool.button')}</Button>
      {isOpen ? <ChooseFile patientId={patientId} onClose={close} onChoose={node => { setOpen(false); setTimeout(() => insert([node, { type: 'text', text: ' ' }])); }} /> : null}
    </>
  );
}

interface ChooseFileProps {
  readonly patientId: string;
  readonly onClose: () => void;
  readonly onChoose: (node: { type: 'attachment'; attrs: { id: string; sha256: string; title: string; date: string } }) => void;
}

function ChooseFile({ patientId, onClose, onChoose }: ChooseFileProps) {
  const t = useText();
  const errorText = useErrorText();
  const { timeZone } = useClinicDay();
  const { nameOf, metaOf } = useFileWords();
  const { data, error } = useQueryOf('attachments', 'list', { patientId });
  const files = (data?.files ?? []).filter(isShown);
  const choose = (file: Attachment | undefined) => {
    if (!file) return;
    const title = t(isPicture(file) ? 'attachments.tool.picture' : 'attachments.tool.file', { title: nameOf(file) });
    onChoose({ type: 'attachment', attrs: { id: file.id, sha256: file.sha256, title, date: toLocal(file.eventTime, timeZone).date } });
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('attachments.tool.title')}>
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {data && files.length === 0 ? <EmptyState title={t('attachments.list.empty')} hint={{ keys: 'f7', label: t('attachments.tool.emptyHint') }} /> : null}
      <PickList rows={files.map(file => ({ key: file.id, title: nameOf(file), detail: metaOf(file) }))} onPick={at => choose(files[at])} again={{ letter: 'b', run: () => choose(files[0]) }} />
    </Dialog>
  );
}
