import { useState } from 'react';

import { ApiError, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { openWish } from '#renderer/parts/open-wish.ts';
import { PatientLookup, type LookedUp } from '#renderer/parts/patient-lookup/index.ts';
import { Banner, Button, Checkbox, Dialog, Stack, TextField, useText } from '#renderer/ui/index.ts';

import { useWhen, type Meeting } from './use-group-words.ts';

/** Somebody gets a seat; when there is none left, a place on the waiting list for one. */
export function JoinDialog({ meeting, onClose }: { readonly meeting: Meeting; readonly onClose: () => void }) {
  const t = useText();
  const when = useWhen();
  const errorText = useErrorText();
  const join = useCommandOf('groups', 'join');
  const [picked, setPicked] = useState<LookedUp>();
  const [note, setNote] = useState('');
  const [wholeCourse, setWholeCourse] = useState(meeting.courseId !== null);
  const who = picked?.kind === 'known' ? { patientId: picked.id } : { patientId: null, walkIn: { name: picked?.name ?? '', phone: picked?.phone ?? '' } };
  const isReady = picked !== undefined && picked.name.trim() !== '';
  const run = (): void => {
    if (isReady) join.start({ groupId: meeting.id, note, wholeCourse: wholeCourse && meeting.courseId !== null, ...who }, done => { if (done.full.length === 0) onClose(); });
  };
  const isFull = join.error instanceof ApiError && join.error.detail.code === 'groups.full';
  const wait = (): void => {
    onClose();
    openWish({ known: { ...(picked?.kind === 'known' ? { patientId: picked.id } : { name: picked?.name ?? '', phone: picked?.phone ?? '' }), groupId: meeting.id, serviceId: meeting.serviceId }, name: picked?.name ?? '', groupTitle: meeting.title });
  };
  const done = join.value;
  return (
    <Dialog open onClose={onClose} size="medium" title={t('groups.join.title', { title: meeting.title, when: when(meeting.start) })} {...(done ? {} : { action: { label: t('groups.join.do'), onRun: run, disabled: !isReady, loading: join.isRunning, shortcut: 'enter' } })}>
      <Stack gap={3}>
        {done ? <Banner tone="attention" title={t('groups.join.someFull', { count: done.seats.length })}>{done.full.map(when).join(', ')}</Banner> : (
          <>
            <PatientLookup picked={picked} onPick={setPicked} allowByName autoFocus={picked === undefined} />
            {meeting.courseId === null ? null : <Checkbox label={t('groups.join.wholeCourse')} checked={wholeCourse} onChange={setWholeCourse} />}
            {/* Made anew when somebody is chosen, so that the focus goes on from where the search was. */}
            <TextField key={picked?.kind ?? 'nobody'} label={t('groups.join.note')} value={note} onChange={setNote} maxLength={200} autoFocus={picked?.kind === 'known'} help={t('groups.join.noteHelp')} />
          </>
        )}
        {join.error ? <Banner tone="danger" live actions={isFull ? <Button size="dense" onClick={wait}>{t('groups.join.wait')}</Button> : undefined}>{errorText(join.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
