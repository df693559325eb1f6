import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, Text, useText } from '#renderer/ui/index.ts';

import classes from './Attachments.module.css';
import { showFile, useOpenFile, type OpenFile } from './open-store.ts';
import { Content } from './Viewer.tsx';
import { isShown, useFileWords } from './words.ts';

/** A file that a note refers to, above the note: Escape gives the text back as it was. */
export function FileOverlay() {
  const open = useOpenFile();
  return open ? <FileDialog key={open.attachmentId} {...open} /> : null;
}

function FileDialog({ patientId, attachmentId }: OpenFile) {
  const t = useText();
  const errorText = useErrorText();
  const { nameOf, metaOf } = useFileWords();
  const { data, error } = useQueryOf('attachments', 'list', { patientId });
  const file = data?.files.find(one => one.id === attachmentId);
  return (
    <Dialog open onClose={() => showFile(undefined)} size="large" title={file ? nameOf(file) : t('attachments.panel')}>
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {data && !file ? <Banner tone="attention" live>{t('attachments.view.gone')}</Banner> : null}
      {file ? (
        <>
          <Text muted small>{metaOf(file)}</Text>
          {isShown(file) ? <div className={classes.inDialog}><Content file={file} /></div> : <Text>{file.struck ? t('attachments.list.struck', { reason: file.struck.reason }) : t('attachments.list.withheld')}</Text>}
        </>
      ) : null}
    </Dialog>
  );
}
