import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, EmptyState, Row, Section, Stack, StatusRow, Text, useFormats, useText } from '#renderer/ui/index.ts';

import type { LeavingPlace, LeavingState } from './LeavingScreen.tsx';

/** Every place with backups of this clinic: what stands in the way of deleting it, or what is left of it and until when. */
export function PlacesPart({ state, onRemove }: { readonly state: LeavingState; readonly onRemove: (place: LeavingPlace) => void }) {
  const t = useText();
  return (
    <Section title={t('leaving.places.title')}>
      <Stack gap={3}>
        <Text>{t('leaving.places.lead')}</Text>
        {state.places.length === 0 ? <EmptyState title={t('leaving.places.empty')} /> : null}
        {state.places.map(place => <PlaceRow key={place.repositoryId} place={place} isBusy={state.running !== null} onRemove={onRemove} />)}
      </Stack>
    </Section>
  );
}

function PlaceRow({ place, isBusy, onRemove }: { readonly place: LeavingPlace; readonly isBusy: boolean; readonly onRemove: (place: LeavingPlace) => void }) {
  const t = useText();
  const errorText = useErrorText();
  const approve = useCommandOf('leaving', 'approve');
  const words = useWords(place);
  const isEmpty = place.left !== null && place.left.objects === 0;
  const needsSecond = place.isOnlyCopy && place.approvedBy === null;
  const actions = isEmpty ? undefined : (
    <Row gap={2}>
      {needsSecond ? <Button size="dense" kind="quiet" loading={approve.isRunning} onClick={() => approve.start({ repositoryId: place.repositoryId })}>{t('leaving.places.approve', { name: place.name })}</Button> : null}
      <Button size="dense" disabled={isBusy} onClick={() => onRemove(place)}>{t('leaving.places.remove', { name: place.name })}</Button>
    </Row>
  );
  return (
    <>
      <StatusRow tone={isEmpty ? 'ok' : needsSecond ? 'attention' : 'none'} label={place.name} value={words} detail={place.where} action={actions} />
      {approve.error ? <Banner tone="danger" live>{errorText(approve.error).text}</Banner> : null}
      {approve.value ? <Banner tone="info" live>{t('leaving.places.approved')}</Banner> : null}
    </>
  );
}

function useWords({ left, leftAt, isOnlyCopy, approvedBy, provenAt }: LeavingPlace): string {
  const t = useText();
  const { stamp } = useFormats();
  if (left !== null && left.objects === 0) return t('leaving.places.gone');
  if (left !== null) return left.lastLockEndsAt === null ? t('leaving.places.some', { count: left.objects }) : t('leaving.places.locked', { count: left.objects, when: stamp(left.lastLockEndsAt) });
  if (leftAt !== null) return t('leaving.places.begun', { when: stamp(leftAt) });
  if (isOnlyCopy) return approvedBy === null ? t('leaving.places.only') : t('leaving.places.onlyApproved', { name: approvedBy });
  return provenAt === null ? t('leaving.places.unproven') : t('leaving.places.proven', { when: stamp(provenAt) });
}
