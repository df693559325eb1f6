import { useRef, useState } from 'react';

import { DIAGNOSES, MEASURES } from '#shared/domain/codes/code-pack.ts';
import type { InlineNode } from '#shared/domain/journal/rich-text.ts';

import { useCommands, type NoteToolProps } from '#renderer/commands/index.ts';
import { Button, useText } from '#renderer/ui/index.ts';

import { CodePicker } from './CodePicker.tsx';
import type { Choice } from './use-choices.ts';

/** Puts diagnoses (Alt+D) and measures (Alt+X) into the note where the cursor stands, as system, version, code and words (K-20). */
export function CodeTool({ patientId, noteId, insert, refocus }: NoteToolProps) {
  const t = useText();
  const [system, setSystem] = useState<string>();
  // Several after one another stand on lines of their own; alone it stands in the sentence.
  const count = useRef(0);
  const open = (next: string): void => {
    count.current = 0;
    setSystem(next);
  };
  useCommands([
    { id: 'codes.diagnosis', message: 'codes.command.diagnosis', shortcut: 'alt+d', permission: 'journal.write', run: () => open(DIAGNOSES) },
    { id: 'codes.measure', message: 'codes.command.measure', shortcut: 'alt+x', permission: 'journal.write', run: () => open(MEASURES) },
  ]);
  const put = (choice: Choice): void => {
    const node: InlineNode = { type: 'code', attrs: { system: choice.system, version: choice.edition, code: choice.code, text: choice.text } };
    insert(count.current > 0 ? [{ type: 'hardBreak' }, node, { type: 'text', text: ' ' }] : [node, { type: 'text', text: ' ' }]);
    count.current += 1;
  };
  const close = (): void => {
    setSystem(undefined);
    refocus();
  };
  return (
    <>
      <Button size="dense" kind="quiet" shortcut="alt+d" onClick={() => open(DIAGNOSES)}>{t('codes.tool.diagnosis')}</Button>
      <Button size="dense" kind="quiet" shortcut="alt+x" onClick={() => open(MEASURES)}>{t('codes.tool.measure')}</Button>
      {system === undefined ? null : <CodePicker patientId={patientId} noteId={noteId} system={system} onSystem={setSystem} onPut={put} onClose={close} />}
    </>
  );
}
