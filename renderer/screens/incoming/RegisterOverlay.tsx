import { useEffect, useMemo, useState } from 'react';

import { useCommandOf, useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { DocumentView } from '#renderer/parts/document-view/index.ts';
import { fromBase64, usePrepared } from '#renderer/parts/file-intake/index.ts';
import { Banner, Dialog, FileField, Text, notify, useText } from '#renderer/ui/index.ts';

import classes from './Incoming.module.css';
import { askToRegister, useRegistering, type Registering } from './incoming-store.ts';
import { PaperFields } from './PaperFields.tsx';
import { usePaperForm } from './use-paper-form.ts';

/** The dialog of "Registrera inkommande handling", from any screen. */
export function RegisterOverlay() {
  const registering = useRegistering();
  return registering ? <RegisterDialog key={registering.folderFile ?? ''} {...registering} /> : null;
}

function RegisterDialog({ folderFile }: Registering) {
  const t = useText();
  const may = useMay();
  const [picked, setPicked] = useState<Blob>();
  const lying = useFolderFile(folderFile);
  const source = picked ?? lying.blob;
  const { prepared, error: unreadable } = usePrepared(source);
  const { form, change, facts, assignment } = usePaperForm();
  const register = useCommandOf('incoming', 'register');
  const close = () => askToRegister(undefined);
  const save = () => {
    if (!prepared) return;
    register.start({ file: prepared.file, sourceSha256: lying.sha256 ?? prepared.sourceSha256, facts, assignment }, () => {
      notify(t(folderFile ? 'incoming.register.doneWithFile' : 'incoming.register.done'));
      close();
    });
  };
  const failure = lying.error ?? unreadable ?? register.error;
  const isChosen = source !== undefined || folderFile !== undefined;
  return (
    <Dialog open onClose={close} title={t('incoming.register.title')} size={isChosen ? 'large' : 'medium'} action={{ label: t('incoming.register.save'), onRun: save, disabled: !prepared, loading: register.isRunning, shortcut: 'enter' }}>
      {isChosen ? (
        <div className={classes.registering}>
          <div className={classes.preview}>{prepared ? <DocumentView shown={prepared} label={t('incoming.register.preview')} /> : failure ? null : <div className={classes.centre}><Text muted>{t('incoming.read.loading')}</Text></div>}</div>
          <div className={classes.form}>
            <PaperFields form={form} change={change} isOptional />
            {assignment || !may('patients.read') ? null : <Text muted small>{t('incoming.register.later')}</Text>}
            <Failure error={failure} />
          </div>
        </div>
      ) : (
        <FileField label={t('incoming.register.file')} button={t('incoming.register.choose')} help={t('incoming.register.drop')} onFiles={([file]) => setPicked(file)} />
      )}
    </Dialog>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const errorText = useErrorText();
  return error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null;
}

/** A file as it lies in the scan folder, with its digest by core. */
function useFolderFile(name: string | undefined): { readonly blob: Blob | undefined; readonly sha256: string | undefined; readonly error: unknown } {
  const { data, error } = useQueryOf('incoming', 'folderFile', { name: name ?? '-' }, { enabled: name !== undefined });
  const blob = useMemo(() => data && new Blob([fromBase64(data.content)]), [data]);
  const [seen, setSeen] = useState<Blob>();
  // The file may be replaced in the folder while somebody looks at it: what was read first is what is registered.
  useEffect(() => setSeen(before => before ?? blob), [blob]);
  return { blob: seen, sha256: data?.sha256, error };
}
