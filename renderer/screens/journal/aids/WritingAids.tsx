import { IconCopy, IconHistory, IconHeartRateMonitor, IconTextPlus } from '@tabler/icons-react';
import { useState, type RefObject } from 'react';

import type { NoteDetail } from '#shared/contract/journal.ts';

import { useMay } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Button, notify, useText, type NoteEditorHandle } from '#renderer/ui/index.ts';

import { useTemplates } from '../use-templates.ts';
import { VersionsDialog } from '../VersionsDialog.tsx';
import { CopyForward } from './CopyForward.tsx';
import { InsertDialog } from './InsertDialog.tsx';
import { LatestValues } from './LatestValues.tsx';
import type { Phrases } from './use-expand.ts';

interface WritingAidsProps {
  readonly detail: NoteDetail;
  readonly phrases: Phrases;
  readonly editor: RefObject<NoteEditorHandle | null>;
}

const ICON = { size: 16, 'aria-hidden': true } as const;

/** What saves keys while a note is written: phrases, text and values from before, and the way back to any earlier version. */
export function WritingAids({ detail: { head, versions }, phrases, editor }: WritingAidsProps) {
  const t = useText();
  const may = useMay();
  const { nameOf } = useTemplates();
  const [open, setOpen] = useState<'insert' | 'copy' | 'values' | 'versions' | null>(null);
  const { patientId, noteId } = head;
  const isClinical = may('journal.write') && head.noteType !== 'system';
  const close = () => {
    setOpen(null);
    setTimeout(() => editor.current?.refocus());
  };
  useCommands([
    { id: 'journal.insert', message: 'journal.command.insert', shortcut: 'mod+.', when: () => isClinical, run: () => setOpen('insert') },
    { id: 'journal.copyForward', message: 'journal.command.copyForward', shortcut: 'alt+c', when: () => isClinical, run: () => setOpen('copy') },
    { id: 'journal.latestValues', message: 'journal.command.latestValues', shortcut: 'alt+m', when: () => isClinical, run: () => setOpen('values') },
    { id: 'journal.keepCopied', message: 'journal.command.keepCopied', shortcut: 'alt+o', when: () => isClinical, run: () => { if (editor.current?.keepCopied()) notify(t('journal.copy.kept')); } },
    { id: 'journal.versions', message: 'journal.command.versions', run: () => setOpen('versions') },
  ]);
  const now = editor.current;
  return (
    <>
      {isClinical ? (
        <>
          <Button size="dense" kind="quiet" icon={<IconTextPlus {...ICON} />} shortcut="mod+." onClick={() => setOpen('insert')}>{t('journal.insert.button')}</Button>
          <Button size="dense" kind="quiet" icon={<IconCopy {...ICON} />} shortcut="alt+c" onClick={() => setOpen('copy')}>{t('journal.copy.button')}</Button>
          <Button size="dense" kind="quiet" icon={<IconHeartRateMonitor {...ICON} />} shortcut="alt+m" onClick={() => setOpen('values')}>{t('journal.values.button')}</Button>
        </>
      ) : null}
      {versions.length > 0 ? <Button size="dense" kind="quiet" icon={<IconHistory {...ICON} />} onClick={() => setOpen('versions')}>{t('journal.action.versions', { count: versions.length })}</Button> : null}
      {open === 'insert' && now ? <InsertDialog phrases={phrases} editor={now} onClose={close} /> : null}
      {open === 'copy' && now ? <CopyForward patientId={patientId} noteId={noteId} templateId={head.templateId} nameOf={nameOf} editor={now} onClose={close} /> : null}
      {open === 'values' && now ? <LatestValues patientId={patientId} editor={now} onClose={close} /> : null}
      {open === 'versions' ? <VersionsDialog patientId={patientId} noteId={noteId} versions={versions} onClose={close} onTake={content => { for (const section of content.sections) editor.current?.append(section.key, section.doc); close(); }} /> : null}
    </>
  );
}
