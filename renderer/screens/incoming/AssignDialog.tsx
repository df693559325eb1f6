import type { IncomingDocument } from '#shared/domain/incoming/incoming.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, Text, notify, useText } from '#renderer/ui/index.ts';

import classes from './Incoming.module.css';
import { PaperFields } from './PaperFields.tsx';
import { usePaperForm } from './use-paper-form.ts';

/** To whom a paper belongs and who signs it off; also when it was given to the wrong one. */
export function AssignDialog({ paper, onClose }: { readonly paper: IncomingDocument; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const assign = useCommandOf('incoming', 'assign');
  const { form, change, facts, assignment } = usePaperForm(paper);
  const save = () => {
    if (!assignment) return;
    assign.start({ id: paper.id, version: paper.version, facts, assignment }, () => {
      notify(t('incoming.assign.done'));
      onClose();
    });
  };
  return (
    <Dialog open onClose={onClose} title={t('incoming.assign.title')} size="medium" action={{ label: t('incoming.assign.save'), onRun: save, disabled: !assignment, loading: assign.isRunning, shortcut: 'enter' }}>
      <div className={classes.form}>
        <Text muted>{t('incoming.assign.lead')}</Text>
        <PaperFields form={form} change={change} paperId={paper.id} />
        {assign.error ? <Banner tone="danger" live code={errorText(assign.error).trace}>{errorText(assign.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}
