import { useMay } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, FileField, Page, ProgressLine, Row, Stack, Stepper, Text, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { ImportReview } from './ImportReview.tsx';
import { ImportFailure } from './ImportProgress.tsx';
import { useImport, type Done, type ImportWork } from './use-import.ts';

const STEPS = ['file', 'review', 'done'] as const;

/** Another system's patients: choose a file, review line by line, import all at once (complaint 14). */
export function ImportScreen() {
  const t = useText();
  const work = useImport();
  const canCommit = work.preview !== undefined && work.preview.counts.goIn > 0 && work.preview.missing.length === 0;
  useCommands([{ id: 'patients.import.commit', message: 'patients.command.import', shortcut: 'mod+s', quiet: true, when: () => canCommit, run: work.commit }]);
  const step = work.done ? 'done' : work.preview ? 'review' : 'file';
  const actions = step === 'review' ? (
    <>
      <Button onClick={work.startOver}>{t('patients.import.again')}</Button>
      <Button kind="primary" shortcut="mod+s" disabled={!canCommit} loading={work.isWriting} onClick={work.commit}>{t('patients.import.commit', { count: work.preview?.counts.goIn ?? 0 })}</Button>
    </>
  ) : null;
  return (
    <Page title={t('patients.import.title')} mode={step === 'review' ? 'fill' : 'scroll'} detail={work.fileName} actions={actions}>
      {step === 'review' && work.preview ? <ImportReview work={work} preview={work.preview} /> : (
        <div className={classes.import}>
          <Stepper label={t('patients.import.steps')} current={step} steps={STEPS.map(id => ({ id, label: t(`patients.import.step.${id}`) }))} />
          {work.done ? <Finished done={work.done} onAgain={work.startOver} /> : <Choose work={work} />}
        </div>
      )}
    </Page>
  );
}

function Choose({ work }: { readonly work: ImportWork }) {
  const t = useText();
  return (
    <Stack gap={4}>
      <Text>{t('patients.import.lead')}</Text>
      <FileField label={t('patients.import.file')} button={t('patients.import.choose')} help={t('patients.import.fileHelp')} accept=".csv,.txt,text/csv" onFiles={([file]) => { if (file) work.take(file); }} />
      {work.isReading ? <ProgressLine label={t('patients.import.reading')} done={0} total={0} /> : null}
      <ImportFailure error={work.error} />
    </Stack>
  );
}

function Finished({ done, onAgain }: { readonly done: Done; readonly onAgain: () => void }) {
  const t = useText();
  const go = useGo();
  const may = useMay();
  return (
    <Stack gap={4}>
      <Banner tone="ok" live title={t('patients.import.done', { count: done.imported })}>{t('patients.import.doneDetail', { alreadyThere: done.alreadyThere, refused: done.refused })}</Banner>
      <Row>
        {may('patients.read') ? <Button kind="primary" autoFocus onClick={() => go('/patients')}>{t('patients.import.toList')}</Button> : null}
        <Button onClick={onAgain}>{t('patients.import.another')}</Button>
      </Row>
    </Stack>
  );
}
