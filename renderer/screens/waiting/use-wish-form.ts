import { useState } from 'react';

import { WishDraft as WishSchema } from '#shared/domain/waiting/wish.ts';

import { useCommandOf } from '#renderer/client/index.ts';
import type { LookedUp } from '#renderer/parts/patient-lookup/index.ts';

import type { OpenWish, WishDraft } from '#renderer/parts/open-wish.ts';

const EMPTY: WishDraft = {
  patientId: null, name: '', phone: '', serviceId: '', resourceIds: [], weekdays: [], timeFrom: null, timeTo: null, earliest: null, latest: null, priority: 'normal', note: '', groupId: null, visitId: null,
};

function firstDraft({ wish, known }: OpenWish): WishDraft {
  if (!wish) return { ...EMPTY, ...known };
  const { patientId, serviceId, resourceIds, weekdays, timeFrom, timeTo, earliest, latest, priority, note, groupId, visitId } = wish;
  const name = patientId === null ? wish.name : '';
  return { patientId, name, phone: wish.isProtected ? '' : (wish.phone ?? ''), serviceId, resourceIds, weekdays, timeFrom, timeTo, earliest, latest, priority, note, groupId, visitId };
}

function firstPick(open: OpenWish): LookedUp | undefined {
  const draft = firstDraft(open);
  if (draft.patientId !== null) return { kind: 'known', id: draft.patientId, name: open.wish?.name ?? open.name ?? '' };
  return draft.name === '' ? undefined : { kind: 'byName', name: draft.name, phone: draft.phone };
}

/** Fields whose mistakes have words. */
export type WishField = 'name' | 'serviceId' | 'timeTo' | 'latest';

/** A wish being written: what stands in it, which fields are wrong, and saving it as new or as changed. */
export function useWishForm(open: OpenWish) {
  const add = useCommandOf('waiting', 'add');
  const change = useCommandOf('waiting', 'change');
  const [draft, setDraft] = useState(() => firstDraft(open));
  const [picked, setPicked] = useState(() => firstPick(open));
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const who = picked?.kind === 'known' ? { patientId: picked.id, name: '', phone: open.wish ? draft.phone : '' } : { patientId: null, name: picked?.name ?? '', phone: picked?.phone ?? '' };
  const save = (onDone: () => void): void => {
    const checked = WishSchema.safeParse({ ...draft, ...who });
    setWrong(new Set(checked.success ? [] : checked.error.issues.map(issue => String(issue.path[0]))));
    if (!checked.success) return;
    if (open.wish) change.start({ id: open.wish.id, version: open.wish.version, draft: checked.data }, onDone);
    else add.start({ draft: checked.data }, onDone);
  };
  return {
    draft, set: (patch: Partial<WishDraft>) => setDraft({ ...draft, ...patch }), picked, setPicked, save,
    isWrong: (field: WishField): boolean => wrong.has(field), error: add.error ?? change.error, isRunning: add.isRunning || change.isRunning,
  };
}
