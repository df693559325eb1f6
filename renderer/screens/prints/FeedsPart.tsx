import { useState } from 'react';

import { useCommandOf, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, DataTable, Dialog, EmptyState, FactList, Row, Section, Stack, Text, TextField, useAnyText, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Prints.module.css';

type Feeds = OutputOf<'feeds', 'list'>;
type Feed = Feeds['feeds'][number];

/** Calendar files: where they lie, who has one, and taking one back (C-13). */
export function FeedsPart() {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('feeds', 'list', {});
  const [isChoosing, setIsChoosing] = useState(false);
  return (
    <Section title={t('feeds.title')} actions={data ? <Button size="dense" onClick={() => setIsChoosing(true)}>{t(data.folder === null ? 'feeds.chooseFolder' : 'feeds.changeFolder')}</Button> : null}>
      <Stack gap={4}>
        <Text muted>{t('feeds.lead')}</Text>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        {data ? <FactList facts={[{ label: t('feeds.folder'), value: data.folder ?? t('feeds.folderNone') }]} /> : null}
        {data && data.folder !== null ? <FeedTable feeds={data.feeds} /> : null}
        {data && isChoosing ? <FolderDialog feeds={data} onClose={() => setIsChoosing(false)} /> : null}
      </Stack>
    </Section>
  );
}

function FeedTable({ feeds }: { readonly feeds: readonly Feed[] }) {
  const t = useText();
  const errorText = useErrorText();
  const anyText = useAnyText();
  const { stamp } = useFormats();
  const renew = useCommandOf('feeds', 'renew');
  const [asked, setAsked] = useState<{ readonly feed: Feed; readonly what: 'renew' | 'revoke' }>();
  const written = (feed: Feed): string => {
    if (feed.fileName === null) return '';
    if (feed.problem !== null) return anyText(`error.${feed.problem}`);
    return feed.writtenAt === null ? t('feeds.never') : stamp(feed.writtenAt);
  };
  return (
    <>
      {renew.error ? <Banner tone="danger" live>{errorText(renew.error).text}</Banner> : null}
      <DataTable label={t('feeds.title')} height="content" rows={feeds} rowKey={row => row.resourceId} rowHeight={40} empty={<EmptyState title={t('feeds.empty')} />}
        columns={[
          { id: 'who', header: t('feeds.who'), width: 'minmax(140px, 1fr)', cell: row => row.name },
          { id: 'file', header: t('feeds.file'), width: 'minmax(200px, 2fr)', cell: row => (row.fileName === null ? t('feeds.none') : <span className={classes.file}>{row.fileName}</span>) },
          { id: 'written', header: t('feeds.written'), width: '150px', cell: written, hideBelow: 800 },
          {
            id: 'do', header: t('feeds.do'), width: '210px', align: 'end', cell: row => (
              <Row gap={1} justify="end">
                <Button size="dense" loading={renew.isRunning} onClick={() => { if (row.fileName === null) renew.start({ resourceId: row.resourceId }); else setAsked({ feed: row, what: 'renew' }); }}>{t(row.fileName === null ? 'feeds.begin' : 'feeds.renew')}</Button>
                {row.fileName === null ? null : <Button size="dense" kind="quiet" onClick={() => setAsked({ feed: row, what: 'revoke' })}>{t('feeds.revoke')}</Button>}
              </Row>
            ),
          },
        ]} />
      {asked ? <EndDialog feed={asked.feed} what={asked.what} onClose={() => setAsked(undefined)} /> : null}
    </>
  );
}

/** Both take the file away that calendars fetch today, so both are asked about. */
function EndDialog({ feed, what, onClose }: { readonly feed: Feed; readonly what: 'renew' | 'revoke'; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const renew = useCommandOf('feeds', 'renew');
  const revoke = useCommandOf('feeds', 'revoke');
  const error = renew.error ?? revoke.error;
  const run = (): void => (what === 'renew' ? renew : revoke).start({ resourceId: feed.resourceId }, onClose);
  return (
    <Dialog open onClose={onClose} title={t(`feeds.${what}Title`, { name: feed.name })} action={{ label: t(`feeds.${what}`), danger: true, loading: renew.isRunning || revoke.isRunning, onRun: run }}>
      <Text>{t(`feeds.${what}Text`)}</Text>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
    </Dialog>
  );
}

function FolderDialog({ feeds, onClose }: { readonly feeds: Feeds; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const save = useCommandOf('feeds', 'setFolder');
  const [folder, setFolder] = useState(feeds.folder ?? '');
  const run = (): void => save.start({ version: feeds.version, folder: folder.trim() === '' ? null : folder.trim() }, onClose);
  return (
    <Dialog open onClose={onClose} title={t('feeds.folderTitle')} size="medium" action={{ label: t('feeds.use'), loading: save.isRunning, onRun: run }}>
      <TextField label={t('feeds.folder')} help={t('feeds.folderHelp')} value={folder} onChange={setFolder} maxLength={1000} autoFocus error={save.error ? errorText(save.error).text : undefined} />
    </Dialog>
  );
}
