import { useCallback, useEffect, useMemo, useState } from 'react';

import { isLegalMove, occupies } from '#shared/domain/agenda/status.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { setCurrentVisit, useCommands, useGo, useRouteSearch, type Command } from '#renderer/commands/index.ts';
import { ListFrame, ListHead, RowFoot, SideItem } from '#renderer/parts/list-frame/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, useText } from '#renderer/ui/index.ts';

import { openNewGroup } from './group-store.ts';
import { GroupsSearch } from './groups-search.ts';
import { JoinDialog } from './JoinDialog.tsx';
import { useParticipantColumns } from './participant-columns.tsx';
import { useMeetings, useMeetingWords, useWhen, type Meeting, type Participant } from './use-group-words.ts';
import { useSeatSteps, type SeatSteps } from './use-seat-steps.ts';

const WRITE = 'agenda.write' as const;

/** The groups that are to meet at the left, who takes part at the right. For the staff only: nothing here is ever handed out (C-10). */
export function GroupsScreen() {
  const t = useText();
  const go = useGo();
  const when = useWhen();
  const errorText = useErrorText();
  const words = useMeetingWords();
  const { group } = useRouteSearch(GroupsSearch);
  const meetings = useMeetings();
  const meeting = meetings.data?.find(one => one.id === group) ?? meetings.data?.[0];
  const people = useQueryOf('groups', 'participants', { id: meeting?.id ?? '' }, { enabled: meeting !== undefined });
  const [row, setRow] = useState<Participant>();
  const [isJoining, setJoining] = useState(false);
  const steps = useSeatSteps();
  useCurrentSeat(meeting, row);
  const choose = useCallback((id: string) => go('/lists/groups', { search: { group: id }, replace: true }), [go]);
  const onRow = useSeatCommands({ meeting, row, steps, isBusy: isJoining, join: () => setJoining(true), meetings: meetings.data ?? [], choose });
  const problem = steps.error ?? meetings.error ?? people.error;
  return (
    <Page title={t('groups.title')} mode="fill" actions={<Button kind="primary" shortcut="n" onClick={() => openNewGroup({})}>{t('groups.command.new')}</Button>}>
      <ListFrame sideLabel={t('groups.title')}
        side={(meetings.data ?? []).map(one => <SideItem key={one.id} word={one.title} detail={words(one)} isChosen={one === meeting} onChoose={() => choose(one.id)} />)}
        head={meeting ? <ListHead title={`${meeting.title}, ${when(meeting.start)}`} help={t('groups.help', { booked: meeting.booked, capacity: meeting.capacity })} /> : null}
        notice={problem ? <Banner tone="danger" live>{errorText(problem).text}</Banner> : null}
        foot={<RowFoot name={row?.name} commands={onRow} />}>
        {meeting && people.data ? <Participants key={meeting.id} rows={people.data} onCursor={setRow} /> : null}
        {meetings.data?.length === 0 ? <EmptyState title={t('groups.none')} /> : null}
      </ListFrame>
      {isJoining && meeting ? <JoinDialog meeting={meeting} onClose={() => setJoining(false)} /> : null}
    </Page>
  );
}

function Participants({ rows, onCursor }: { readonly rows: readonly Participant[]; readonly onCursor: (row: Participant | undefined) => void }) {
  const t = useText();
  const go = useGo();
  const columns = useParticipantColumns();
  const open = ({ patientId }: Participant): void => {
    if (patientId) go('/patients/$patientId', { params: { patientId } });
  };
  return (
    <DataTable label={t('groups.participants')} columns={columns} rows={rows} rowKey={one => one.id} autoFocus holdCursor onCursor={onCursor} onOpen={open}
      rowTone={one => (occupies(one.status) ? undefined : 'struck')} empty={<EmptyState title={t('groups.nobody')} />} />
  );
}

/** Every area can act on the seat under the cursor: payment, papers, the waiting list. */
function useCurrentSeat(meeting: Meeting | undefined, row: Participant | undefined): void {
  const visit = useMemo(
    () => meeting && row && {
      id: row.id, version: row.version, status: row.status, start: meeting.start, end: meeting.end, resourceId: meeting.resourceIds[0] ?? '', serviceId: meeting.serviceId, patientId: row.patientId,
      name: row.name, isProtected: row.isProtected, group: { id: meeting.id },
    },
    [meeting, row],
  );
  useEffect(() => setCurrentVisit(visit), [visit]);
  useEffect(() => () => setCurrentVisit(undefined), []);
}

interface SeatCommandParts {
  readonly meeting: Meeting | undefined;
  readonly row: Participant | undefined;
  readonly steps: SeatSteps;
  readonly isBusy: boolean;
  readonly join: () => void;
  readonly meetings: readonly Meeting[];
  readonly choose: (id: string) => void;
}

function useSeatCommands({ meeting, row, steps, isBusy, join, meetings, choose }: SeatCommandParts): readonly Command[] {
  const on = (run: (seat: Participant) => void, when: (seat: Participant) => boolean) => ({ permission: WRITE, when: () => row !== undefined && !isBusy && when(row), run: () => { if (row) run(row); } });
  const can = (status: 'arrived' | 'inTreatment' | 'done' | 'noShow' | 'cancelledLate') => (seat: Participant) => isLegalMove(seat.status, status) && !(status === 'arrived' && seat.status === 'inTreatment');
  const onRow: Command[] = [
    { id: 'groups.join', message: 'groups.command.join', shortcut: 'b', permission: WRITE, when: () => meeting !== undefined && !isBusy, run: join },
    { id: 'groups.checkIn', message: 'agenda.command.checkIn', shortcut: 'c', ...on(seat => steps.checkIn(seat, null), can('arrived')) },
    { id: 'groups.checkInId', message: 'agenda.command.checkInId', shortcut: 'shift+c', ...on(seat => steps.checkIn(seat, 'swedishId'), can('arrived')) },
    { id: 'groups.start', message: 'agenda.command.start', shortcut: 's', ...on(seat => steps.setStatus(seat, 'inTreatment'), can('inTreatment')) },
    { id: 'groups.done', message: 'agenda.command.done', shortcut: 'd', ...on(seat => steps.setStatus(seat, 'done'), can('done')) },
    { id: 'groups.noShow', message: 'agenda.command.noShow', shortcut: 'u', ...on(seat => steps.setStatus(seat, 'noShow'), can('noShow')) },
    { id: 'groups.cancel', message: 'groups.command.cancel', shortcut: 'delete', ...on(steps.cancel, can('cancelledLate')) },
    { id: 'groups.undo', message: 'groups.command.undo', shortcut: 'mod+z', permission: WRITE, when: () => steps.undoable !== undefined, run: steps.undo },
    { id: 'groups.more', message: 'groups.command.more', shortcut: 'plus', permission: WRITE, when: () => meeting !== undefined && !isBusy, run: () => { if (meeting) steps.setCapacity(meeting, 1); } },
    { id: 'groups.fewer', message: 'groups.command.fewer', shortcut: '-', permission: WRITE, when: () => meeting !== undefined && meeting.capacity > 1 && !isBusy, run: () => { if (meeting) steps.setCapacity(meeting, -1); } },
  ];
  const step = (by: number): void => {
    const next = meetings[meetings.findIndex(one => one === meeting) + by];
    if (next) choose(next.id);
  };
  useCommands([
    ...onRow,
    { id: 'groups.new', message: 'groups.command.new', shortcut: 'n', permission: WRITE, run: () => openNewGroup({}) },
    { id: 'groups.next', message: 'groups.command.next', shortcut: 'l', when: () => meetings.length > 1, run: () => step(1) },
    { id: 'groups.previous', message: 'groups.command.previous', shortcut: 'shift+l', when: () => meetings.length > 1, run: () => step(-1) },
  ]);
  return onRow;
}
