import { IconAlertTriangle, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { CodeImportPlan } from '#shared/contract/codes.ts';
import { CODE_FILES_MAX } from '#shared/domain/codes/code-file.ts';
import { DIAGNOSES, MEASURES } from '#shared/domain/codes/code-pack.ts';

import { useClinicDay, useErrorText } from '#renderer/client/index.ts';
import { Banner, DateField, Dialog, FileField, ProgressLine, StatusChip, Text, TextField, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Codes.module.css';
import { useCodeImport, type CodeImport } from './use-code-import.ts';

/** Files and what they are → what reading them in would change → read in. Nothing is written before that (K-20). */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const work = useCodeImport(t('codes.import.sourceDefault'), t('codes.import.licenceDefault'));
  if (work.done) {
    return (
      <Dialog open onClose={onClose} title={t('codes.import.title')} size="medium">
        <Banner tone="ok" live title={t('codes.import.done', { count: work.done.codes })}>{t('codes.import.doneDetail')}</Banner>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} title={t('codes.import.title')} size="large" action={{ label: t('codes.import.apply'), onRun: work.apply, disabled: !work.canApply, loading: work.isWriting, shortcut: 'enter' }}>
      <div className={classes.form}>
        <FileField label={t('codes.import.file')} button={t('codes.import.choose')} help={work.names ?? t('codes.import.fileHelp')} accept=".tsv,.txt,.csv,.xml" multiple onFiles={files => work.take(files.slice(0, CODE_FILES_MAX))} />
        <Facts work={work} />
        {work.isReading ? <ProgressLine label={t('codes.import.reading')} done={0} total={0} /> : null}
        {work.error ? <Banner tone="danger" live code={errorText(work.error).trace}>{errorText(work.error).text}</Banner> : null}
        {work.plan && !work.error ? <Plan plan={work.plan} /> : null}
      </div>
    </Dialog>
  );
}

function Facts({ work: { facts, set } }: { readonly work: CodeImport }) {
  const t = useText();
  const { today } = useClinicDay();
  return (
    <div className={classes.fields}>
      <TextField label={t('codes.import.system')} value={facts.system} onChange={system => set({ system })} help={t('codes.import.systemHelp', { diagnoses: DIAGNOSES, measures: MEASURES })} maxLength={40} required />
      <TextField label={t('codes.import.edition')} value={facts.edition} onChange={edition => set({ edition })} help={t('codes.import.editionHelp')} maxLength={40} required />
      <DateField label={t('codes.import.validFrom')} value={facts.validFrom} onChange={validFrom => set({ validFrom })} help={t('codes.import.validFromHelp')} today={today} required />
      <div className={classes.wide}><TextField label={t('codes.packs.source')} value={facts.source} onChange={source => set({ source })} maxLength={300} required /></div>
      <div className={classes.wide}><TextField label={t('codes.packs.licence')} value={facts.licence} onChange={licence => set({ licence })} maxLength={300} required /></div>
    </div>
  );
}

function Plan({ plan }: { readonly plan: CodeImportPlan }) {
  const t = useText();
  const { counts } = plan;
  const comparison = plan.comparedWith === null ? t('codes.plan.first', { codes: plan.codes, selectable: plan.selectable }) : t('codes.plan.compared', { codes: plan.codes, selectable: plan.selectable, edition: plan.comparedWith });
  return (
    <>
      <Text>{comparison}</Text>
      <div className={classes.counts}>
        <StatusChip tone="ok" icon={<IconPlus size={14} />}>{t('codes.plan.fresh', { count: counts.fresh })}</StatusChip>
        <StatusChip tone="info" icon={<IconPencil size={14} />}>{t('codes.plan.changed', { count: counts.changed })}</StatusChip>
        <StatusChip tone="attention" icon={<IconMinus size={14} />}>{t('codes.plan.retired', { count: counts.retired })}</StatusChip>
        <StatusChip tone={counts.notUnderstood > 0 ? 'danger' : 'neutral'} icon={<IconAlertTriangle size={14} />}>{t('codes.plan.notUnderstood', { count: counts.notUnderstood })}</StatusChip>
      </div>
      <div className={classes.lists}>
        <Problems plan={plan} />
        <Changes title={t('codes.plan.retiredTitle')} changes={plan.retired} total={counts.retired} />
        <Changes title={t('codes.plan.changedTitle')} changes={plan.changed} total={counts.changed} />
        <Changes title={t('codes.plan.freshTitle')} changes={plan.fresh} total={plan.comparedWith === null ? 0 : counts.fresh} />
      </div>
    </>
  );
}

function Listed({ title, shown, total, children }: { readonly title: string; readonly shown: number; readonly total: number; readonly children: ReactNode }) {
  const t = useText();
  if (shown === 0) return null;
  return (
    <section>
      <h3 className={classes.listTitle}>{title}{shown < total ? ` ${t('codes.plan.shown', { shown, total })}` : ''}</h3>
      <ul className={classes.changes}>{children}</ul>
    </section>
  );
}

function Changes({ title, changes, total }: { readonly title: string; readonly changes: CodeImportPlan['changed']; readonly total: number }) {
  return (
    <Listed title={title} shown={changes.length} total={total}>
      {changes.map(change => <li key={change.code}><code>{change.code}</code><span>{change.before === null ? null : <><del>{change.before}</del>{' → '}</>}{change.text}</span></li>)}
    </Listed>
  );
}

function Problems({ plan: { problems, counts } }: { readonly plan: CodeImportPlan }) {
  const t = useText();
  const { number } = useFormats();
  const several = problems.some(problem => problem.file > 1);
  const place = (file: number, line: number): string => (several ? t('codes.plan.fileLine', { file: number(file), line: number(line) }) : t('codes.plan.line', { line: number(line) }));
  return (
    <Listed title={t('codes.plan.problems')} shown={problems.length} total={counts.notUnderstood}>
      {problems.map(({ file, line, problem }) => <li key={`${file} ${line}`}><span>{place(file, line)}</span><span>{t(`codes.problem.${problem}`)}</span></li>)}
    </Listed>
  );
}
