import type { Attachment } from '#shared/domain/attachments/attachment.ts';

import { saveFile, useCommandOf } from '#renderer/client/index.ts';
import type { Command } from '#renderer/commands/index.ts';
import { notify, useText } from '#renderer/ui/index.ts';

import { isPicture, isShown } from './words.ts';

/** What the panel shows; a dialog goes back to where it came from. */
export type Doing =
  | { readonly kind: 'list' | 'open' | 'compare'; readonly from?: undefined }
  | { readonly kind: 'describe' | 'strike'; readonly from: 'list' | 'open' };

interface FileCommandsOf {
  readonly files: readonly Attachment[];
  /** Under the keyboard. */
  readonly file: Attachment | undefined;
  readonly marked: readonly string[];
  readonly doing: Doing;
  readonly onDo: (doing: Doing) => void;
  readonly onMark: (marked: readonly string[]) => void;
}

/** A tile or the opened file has the keyboard; keys never act on a file while another part of the journal has it. */
const inPanel = (): boolean => document.activeElement?.closest('[role="tabpanel"]') !== null;

/** What can be done with the file under the keyboard, each with its key, and the saving of a copy. */
export function useFileCommands({ files, file, marked, doing, onDo, onMark }: FileCommandsOf): { readonly commands: readonly Command[]; readonly save: () => void; readonly problem: unknown } {
  const t = useText();
  const copy = useCommandOf('attachments', 'export');
  const from = doing.kind === 'open' ? 'open' : 'list';
  const has = (): boolean => file !== undefined && doing.from === undefined && doing.kind !== 'compare' && inPanel();
  const isOpenable = (): boolean => has() && file !== undefined && isShown(file);
  const save = (): void => {
    if (!file || !isShown(file)) return;
    copy.start({ patientId: file.patientId, attachmentId: file.id }, ({ content, fileName, mediaType }) => {
      saveFile(content, fileName, mediaType);
      notify(t('attachments.saved'));
    });
  };
  const mark = (): void => {
    if (file) onMark(marked.includes(file.id) ? marked.filter(id => id !== file.id) : [...marked, file.id].slice(-2));
  };
  const compare = (): void => {
    const pair = marked.length === 2 ? marked : pairOf(files, file);
    if (pair) {
      onMark(pair);
      onDo({ kind: 'compare' });
    }
  };
  const commands: readonly Command[] = [
    { id: 'attachments.mark', message: 'attachments.command.mark', shortcut: 'm', when: () => isOpenable() && doing.kind === 'list' && file !== undefined && isPicture(file), run: mark },
    { id: 'attachments.compare', message: 'attachments.command.compare', shortcut: 'c', when: () => doing.kind === 'list' && (marked.length === 2 || pairOf(files, file) !== undefined), run: compare },
    { id: 'attachments.save', message: 'attachments.command.save', permission: 'journal.print', shortcut: 's', when: isOpenable, run: save },
    { id: 'attachments.describe', message: 'attachments.command.describe', permission: 'journal.write', shortcut: 'e', when: () => has() && file?.struck === null, run: () => onDo({ kind: 'describe', from }) },
    { id: 'attachments.strike', message: 'attachments.command.strike', permission: 'journal.write', shortcut: 'delete', when: () => has() && file?.struck === null, run: () => onDo({ kind: 'strike', from }) },
  ];
  return { commands, save, problem: copy.error };
}

/** Without marks: the newest picture before and the newest after of the same part of the body. */
function pairOf(files: readonly Attachment[], file: Attachment | undefined): readonly string[] | undefined {
  const shown = files.filter(one => isPicture(one) && isShown(one) && one.category === 'photo');
  const part = (file?.bodyPart ?? shown.find(one => one.stage === 'after')?.bodyPart ?? '').toLowerCase();
  const newest = (stage: Attachment['stage']) => shown.find(one => one.stage === stage && one.bodyPart.toLowerCase() === part);
  const [before, after] = [newest('before'), newest('after')];
  return before && after ? [before.id, after.id] : undefined;
}
