import { useEffect } from 'react';

import { useCommandContext } from '#renderer/commands/index.ts';

import { AddDialog } from './AddDialog.tsx';
import { askToAdd, useAsking } from './add-store.ts';

const IN_JOURNAL = /^\/patients\/[^/]+\/journal/;

/** Files dropped or pictures pasted anywhere in a journal are asked about here; the dialog of "Bifoga fil". */
export function AddOverlay() {
  const asking = useAsking();
  const { path, patientId, may } = useCommandContext();
  const takes = patientId !== undefined && IN_JOURNAL.test(path) && may('journal.write') ? patientId : undefined;
  useEffect(() => {
    if (takes === undefined) return undefined;
    const ask = (event: Event, list: FileList | undefined): void => {
      const files = [...(list ?? [])];
      // What a dialog takes for itself has been prevented already.
      if (files.length === 0 || event.defaultPrevented || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      event.stopPropagation();
      askToAdd({ patientId: takes, files });
    };
    const over = (event: DragEvent) => { if (event.dataTransfer?.types.includes('Files')) event.preventDefault(); };
    const drop = (event: DragEvent) => ask(event, event.dataTransfer?.files);
    const paste = (event: ClipboardEvent) => { if (!event.clipboardData?.types.includes('text/plain')) ask(event, event.clipboardData?.files); };
    // Before the note's editor, which would take a picture for text.
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop, true);
    window.addEventListener('paste', paste, true);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop, true);
      window.removeEventListener('paste', paste, true);
    };
  }, [takes]);
  return asking ? <AddDialog key={asking.files.length} {...asking} /> : null;
}
