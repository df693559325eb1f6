import { useEffect, useRef, useState, type FormEvent } from 'react';

import { SEARCH_LIMIT } from '#shared/domain/journal/search-reasons.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, Checkbox, EmptyState, Page, SearchField, SegmentedChoice, Text, useText, VirtualList } from '#renderer/ui/index.ts';

import { HitRow } from './HitRow.tsx';
import classes from './JournalSearch.module.css';
import { ReasonForm } from './ReasonForm.tsx';

export const JOURNAL_SEARCH_PATH = '/journal-search';
const FIRST = 50;

/** Words in everybody's journals, with a reason that stands in the log (J-13). */
export function JournalSearchScreen() {
  const t = useText();
  const { data } = useQueryOf('journalSearch', 'state', {}, { everyMs: 60_000 });
  return <Page title={t('journalSearch.title')} mode="fill">{data ? (data.reason ? <Search reason={data.reason} /> : <ReasonForm />) : null}</Page>;
}

type Found = OutputOf<'journalSearch', 'search'> & { readonly text: string; readonly limit: number };
type State = NonNullable<OutputOf<'journalSearch', 'state'>['reason']>;

function Search({ reason }: { readonly reason: State }) {
  const t = useText();
  const errorText = useErrorText();
  const go = useGo();
  const search = useCommandOf('journalSearch', 'search');
  const [text, setText] = useState('');
  const [order, setOrder] = useState<'newest' | 'best'>('newest');
  const [withStruck, setWithStruck] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => field.current?.focus(), []);
  // Arrows walk the hits as soon as they are there.
  useEffect(() => list.current?.focus(), [found]);
  useCommands([{ id: 'journalSearch.field', message: 'journalSearch.command.field', shortcut: '/', run: () => field.current?.focus() }]);
  const run = (limit: number, how: { readonly order?: 'newest' | 'best'; readonly withStruck?: boolean } = {}) => {
    const words = text.trim();
    if (words.length < 2) return;
    search.start({ text: words, limit, order, withStruck, ...how }, answer => setFound({ ...answer, text: words, limit }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(FIRST);
  };
  return (
    <div className={classes.screen}>
      <form className={classes.bar} onSubmit={submit} role="search">
        <div className={classes.field}><SearchField label={t('journalSearch.field')} value={text} onChange={setText} shortcut="/" inputRef={field} /></div>
        <Button type="submit" kind="primary" disabled={text.trim().length < 2} loading={search.isRunning}>{t('journalSearch.go')}</Button>
        <SegmentedChoice label={t('journalSearch.order.label')} value={order} onChange={next => { setOrder(next); if (found) run(FIRST, { order: next }); }} options={[{ value: 'newest', label: t('journalSearch.order.newest') }, { value: 'best', label: t('journalSearch.order.best') }]} />
        <Checkbox label={t('journalSearch.struck')} checked={withStruck} onChange={next => { setWithStruck(next); if (found) run(FIRST, { withStruck: next }); }} />
      </form>
      <Logged reason={reason} />
      {search.error ? <Banner tone="danger" live code={errorText(search.error).trace}>{errorText(search.error).text}</Banner> : null}
      {found ? <Hits found={found} onMore={() => run(SEARCH_LIMIT)} listRef={list} onOpen={hit => go('/patients/$patientId/journal', { params: { patientId: hit.patientId }, search: { note: hit.noteId } })} /> : <EmptyState title={t('journalSearch.empty')}>{t('journalSearch.emptyHint')}</EmptyState>}
    </div>
  );
}

function Logged({ reason }: { readonly reason: State }) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const until = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(reason.until));
  return <div className={classes.logged}><Text muted small>{t('journalSearch.logged', { reason: t(`journalSearch.reasons.${reason.code}`), until })}</Text></div>;
}

interface HitsProps {
  readonly found: Found;
  readonly onMore: () => void;
  readonly onOpen: (hit: Found['hits'][number]) => void;
  readonly listRef: React.Ref<HTMLDivElement>;
}

function Hits({ found, onMore, onOpen, listRef }: HitsProps) {
  const t = useText();
  const { hits, hasMore, limit } = found;
  if (hits.length === 0) return <EmptyState title={t('journalSearch.nothing')}>{t('journalSearch.nothingHint')}</EmptyState>;
  return (
    <>
      <div className={classes.count} role="status" data-found-for={found.text}>
        <Text small>{t(hasMore ? 'journalSearch.countMore' : 'journalSearch.count', { count: hits.length })}</Text>
        {hasMore && limit < SEARCH_LIMIT ? <Button size="dense" kind="quiet" onClick={onMore}>{t('journalSearch.more', { limit: SEARCH_LIMIT })}</Button> : null}
        {hasMore && limit >= SEARCH_LIMIT ? <Text muted small>{t('journalSearch.narrow')}</Text> : null}
      </div>
      <VirtualList label={t('journalSearch.hits')} items={hits} itemKey={hit => hit.noteId} estimate={() => 68} onOpen={onOpen} scrollerRef={listRef} render={hit => <HitRow hit={hit} text={found.text} />} />
    </>
  );
}
