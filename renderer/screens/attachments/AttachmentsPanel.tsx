import { IconPaperclip } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';

import { useErrorText, useMay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, EmptyState, useText } from '#renderer/ui/index.ts';

import { askToAdd } from './add-store.ts';
import classes from './Attachments.module.css';
import { Compare } from './Compare.tsx';
import { ConsentLine } from './ConsentLine.tsx';
import { DescribeDialog } from './DescribeDialog.tsx';
import { Grid } from './Grid.tsx';
import { StrikeDialog } from './StrikeDialog.tsx';
import { useFileCommands, type Doing } from './use-file-commands.ts';
import { Viewer } from './Viewer.tsx';

/** The patient's files: a grid of pictures, one of them opened, or two beside each other. */
export function AttachmentsPanel({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('attachments', 'list', { patientId });
  const [current, setCurrent] = useState<string>();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [doing, setDoing] = useState<Doing>({ kind: 'list' });
  const files = data?.files ?? [];
  const file = files.find(one => one.id === current);
  const back = () => setDoing({ kind: 'list' });
  const open = (id: string) => { setCurrent(id); setDoing({ kind: 'open' }); };
  const { commands, save, problem } = useFileCommands({ files, file, marked, doing, onDo: setDoing, onMark: setMarked });
  useCommands(commands);
  const opened = doing.kind === 'open' || doing.kind === 'describe' || doing.kind === 'strike' ? file : undefined;
  const pair = doing.kind === 'compare' ? marked.flatMap(id => files.find(one => one.id === id) ?? []) : [];
  return (
    <section className={classes.screen} aria-label={t('attachments.panel')}>
      {error ?? problem ? <div className={classes.banners}><Banner tone="danger" live code={errorText(error ?? problem).trace}>{errorText(error ?? problem).text}</Banner></div> : null}
      {pair.length === 2 ? <Compare files={pair} onBack={() => { setMarked([]); back(); }} /> : opened && doing.kind !== 'list' && doing.from !== 'list' ? (
        <Viewer key={opened.id} file={opened} onBack={back} onSave={save} onDo={setDoing} />
      ) : (
        <Everything patientId={patientId} data={data}><Grid files={files} current={current} marked={marked} onCurrent={setCurrent} onOpen={open} /></Everything>
      )}
      {file && doing.kind === 'describe' ? <DescribeDialog file={file} onClose={() => setDoing({ kind: doing.from })} /> : null}
      {file && doing.kind === 'strike' ? <StrikeDialog file={file} onClose={() => setDoing({ kind: doing.from })} onDone={back} /> : null}
    </section>
  );
}

interface EverythingProps {
  readonly patientId: string;
  readonly data: OutputOf<'attachments', 'list'> | undefined;
  /** The grid. */
  readonly children: ReactNode;
}

/** The grid with what stands above and below it. */
function Everything({ patientId, data, children }: EverythingProps) {
  const t = useText();
  const may = useMay();
  return (
    <>
      <header className={classes.head}>
        <h2>{t('attachments.panel')}</h2>
        <div className={classes.end}>{may('journal.write') ? <Button size="dense" icon={<IconPaperclip size={16} aria-hidden />} shortcut="f7" onClick={() => askToAdd({ patientId, files: [] })}>{t('attachments.action.add')}</Button> : null}</div>
      </header>
      {data?.files.length === 0 ? <div className={classes.empty}><EmptyState title={t('attachments.list.empty')} hint={{ keys: 'f7', label: t('attachments.list.emptyHint') }} /></div> : children}
      {data ? <ConsentLine patientId={patientId} consent={data.consent} hasPhotos={data.files.some(one => one.category === 'photo')} /> : null}
    </>
  );
}
