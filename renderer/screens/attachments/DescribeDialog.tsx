import type { Attachment } from '#shared/domain/attachments/attachment.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, useText } from '#renderer/ui/index.ts';

import classes from './Attachments.module.css';
import { FactFields } from './FactFields.tsx';
import { useFacts } from './use-facts.ts';

/** What is said about a file is put right; the file itself stays as it is. */
export function DescribeDialog({ file, onClose }: { readonly file: Attachment; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const describe = useCommandOf('attachments', 'describe');
  const { draft, change, facts } = useFacts(file);
  const save = () => { if (facts) describe.start({ patientId: file.patientId, attachmentId: file.id, version: file.version, facts }, onClose); };
  return (
    <Dialog open onClose={onClose} title={t('attachments.describe.title')} action={{ label: t('attachments.describe.save'), onRun: save, disabled: !facts, loading: describe.isRunning, shortcut: 'enter' }}>
      <div className={classes.form}>
        <FactFields draft={draft} onChange={change} isPhoto={file.category === 'photo'} autoFocus />
        {describe.error ? <Banner tone="danger" live code={errorText(describe.error).trace}>{errorText(describe.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}
