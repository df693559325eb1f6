import { useState, type KeyboardEvent } from 'react';

import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Columns, Dialog, EmptyState, KeyHint, SelectField, Stack, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';

type Offer = OutputOf<'agenda', 'nextFree'>[number];

interface NextFreeDialogProps {
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  /** The column the cursor stands in. */
  readonly resourceId: string;
  /** Not before this moment, ISO UTC. */
  readonly from: string;
  readonly onClose: () => void;
  readonly onTake: (offer: Offer, serviceId: string) => void;
}

const ANYBODY = 'anybody';

/** "Next free for X": three times, taken with 1, 2 or 3. */
export function NextFreeDialog({ resources, services, resourceId, from, onClose, onTake }: NextFreeDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const practitioners = resources.filter(resource => resource.kind === 'practitioner');
  const [serviceId, setServiceId] = useState(services[0]?.id ?? null);
  const [who, setWho] = useState<string | null>(practitioners.some(one => one.id === resourceId) ? resourceId : ANYBODY);
  const [asked] = useState(from);
  const resourceIds = who === ANYBODY ? practitioners.map(one => one.id) : who ? [who] : [];
  const { data, isPending, error } = useQueryOf('agenda', 'nextFree', { serviceId: serviceId ?? '', resourceIds, from: asked, count: 3 }, { enabled: serviceId !== null && resourceIds.length > 0 });
  const offers = (data ?? []).slice(0, 3);
  const take = (offer: Offer | undefined): void => {
    if (offer && serviceId) onTake(offer, serviceId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = ['1', '2', '3'].indexOf(event.key);
    if (index < 0) return;
    event.preventDefault();
    take(offers[index]);
  };
  return (
    <Dialog open onClose={onClose} title={t('agenda.nextFree.title')} size="medium">
      <Stack gap={4}>
          <Columns min={200} gap={3}>
            <SelectField label={t('agenda.booking.service')} value={serviceId} onChange={setServiceId} options={services.map(service => ({ value: service.id, label: t('agenda.serviceOption', { name: service.name, minutes: service.durationMin }) }))} />
            <SelectField label={t('agenda.nextFree.who')} value={who} onChange={setWho} options={[{ value: ANYBODY, label: t('agenda.nextFree.anybody') }, ...practitioners.map(one => ({ value: one.id, label: one.name }))]} />
          </Columns>
          {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
          <div className={classes.offers}>
            {offers.map((offer, index) => <OfferButton key={`${offer.resourceId}${offer.start}`} offer={offer} index={index} name={resources.find(one => one.id === offer.resourceId)?.name ?? ''} onTake={() => take(offer)} onKeyDown={onKeyDown} />)}
          </div>
          {!isPending && !error && offers.length === 0 ? <EmptyState title={t('agenda.nextFree.none')} /> : null}
      </Stack>
    </Dialog>
  );
}

interface OfferButtonProps {
  readonly offer: Offer;
  readonly index: number;
  readonly name: string;
  readonly onTake: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function OfferButton({ offer, index, name, onTake, onKeyDown }: OfferButtonProps) {
  const { timeZone } = useClinicDay();
  const { shortDate } = useFormats();
  const start = toLocal(offer.start, timeZone);
  return (
    <button type="button" className={classes.offer} onClick={onTake} onKeyDown={onKeyDown} {...(index === 0 ? { autoFocus: true, 'data-autofocus': true } : {})}>
      <span className={classes.offerDay}>{shortDate(start.date)}</span>
      <span className={classes.offerTime}>{start.time}–{toLocal(offer.end, timeZone).time}</span>
      <span className={classes.offerWho}>{name}</span>
      <KeyHint keys={String(index + 1)} />
    </button>
  );
}
