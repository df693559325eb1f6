import { useCallback, useState } from 'react';

import type { FolderFile } from '#shared/domain/incoming/incoming.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, type Command } from '#renderer/commands/index.ts';
import { ListHead, RowFoot } from '#renderer/parts/list-frame/index.ts';
import { Banner, DataTable, Dialog, EmptyState, Text, notify, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from './Incoming.module.css';
import { askToRegister } from './incoming-store.ts';

const REFRESH_MS = 5_000;

/** What the scanner has put in the clinic's folder. Enter registers; what is kept can be removed there. */
export function FolderList() {
  const t = useText();
  const errorText = useErrorText();
  const { stamp } = useFormats();
  const { data, error } = useQueryOf('incoming', 'folder', {}, { everyMs: REFRESH_MS });
  const [name, setName] = useState<string>();
  const [isRemoving, setRemoving] = useState(false);
  const onCursor = useCallback((row: FolderFile | undefined) => setName(row?.name), []);
  const file = data?.files.find(one => one.name === name);
  const commands: readonly Command[] = [
    { id: 'incoming.registerFile', message: 'incoming.command.register', shortcut: 'enter', quiet: true, permission: 'incoming.register', when: () => file !== undefined, run: () => { if (file) askToRegister({ folderFile: file.name }); } },
    { id: 'incoming.removeFile', message: 'incoming.command.removeFile', shortcut: 'delete', permission: 'incoming.register', when: () => file?.isRegistered === true, run: () => setRemoving(true) },
  ];
  useCommands(commands.filter(command => command.id !== 'incoming.registerFile'));
  const columns: DataColumn<FolderFile>[] = [
    { id: 'name', header: t('incoming.list.file'), width: 'minmax(160px, 3fr)', cell: row => row.name, sort: row => row.name },
    { id: 'received', header: t('incoming.list.received'), width: '150px', numeric: true, cell: row => stamp(row.modifiedAt), sort: row => row.modifiedAt },
    { id: 'size', header: t('incoming.list.size'), width: '100px', align: 'end', cell: row => `${Math.max(1, Math.round(row.size / 1024))} kB`, sort: row => row.size },
    { id: 'kept', header: t('incoming.list.kept'), width: '170px', cell: row => (row.isRegistered ? t('incoming.list.keptWord') : '') },
  ];
  const folder = data?.folder ?? '';
  return (
    <>
      <ListHead title={t('incoming.side.folder')} help={t('incoming.help.folder')} />
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      {data?.problem ? <Banner tone="attention" live>{t(`incoming.folder.${data.problem}`, { folder })}</Banner> : null}
      <div className={classes.table}>
        {data ? <DataTable label={t('incoming.side.folder')} columns={columns} rows={data.files} rowKey={row => row.name} autoFocus holdCursor onCursor={onCursor} onOpen={row => askToRegister({ folderFile: row.name })} empty={<EmptyState title={t(data.folder === null ? 'incoming.folder.none' : 'incoming.list.emptyFolder')} />} /> : null}
      </div>
      <RowFoot name={file?.name} commands={commands} />
      {file && isRemoving ? <RemoveDialog name={file.name} onClose={() => setRemoving(false)} /> : null}
    </>
  );
}

function RemoveDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const remove = useCommandOf('incoming', 'removeFromFolder');
  const run = () =>
    remove.start({ name }, () => {
      notify(t('incoming.remove.done'));
      onClose();
    });
  return (
    <Dialog open onClose={onClose} title={t('incoming.remove.title')} action={{ label: t('incoming.remove.action'), onRun: run, danger: true, loading: remove.isRunning }}>
      <Text muted>{t('incoming.remove.lead')}</Text>
      {remove.error ? <Banner tone="danger" live>{errorText(remove.error).text}</Banner> : null}
    </Dialog>
  );
}
