import { useMemo } from 'react';

import { saveFile, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { DocumentView } from '#renderer/parts/document-view/index.ts';
import { fromBase64 } from '#renderer/parts/file-intake/index.ts';
import { Banner, Dialog, Text, useText } from '#renderer/ui/index.ts';

import classes from './Destruction.module.css';
import type { ListedDestruction } from './DestructionScreen.tsx';

/** The decision itself, read here: nobody confirms from a file that has to be looked for. */
export function PaperDialog({ destruction: one, onClose }: { readonly destruction: ListedDestruction; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { data: paper, error } = useQueryOf('destruction', 'paper', { id: one.id });
  const shown = useMemo(() => (paper === undefined ? undefined : { type: 'application/pdf' as const, bytes: fromBase64(paper.content) }), [paper]);
  const title = t('destruction.decision', { authority: one.authority, date: one.decidedOn, number: one.caseNumber });
  const save = () => {
    if (paper !== undefined) void saveFile(paper.content, paper.name, 'application/pdf');
  };
  return (
    <Dialog open onClose={onClose} size="large" title={title} safeLabel={t('destruction.paper.close')} action={{ label: t('destruction.paper.save'), onRun: save, disabled: paper === undefined }}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      <Text strong>{one.patient}</Text>
      <div className={classes.paper}>{shown ? <DocumentView shown={shown} label={title} /> : null}</div>
    </Dialog>
  );
}
