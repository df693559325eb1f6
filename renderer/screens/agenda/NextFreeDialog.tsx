import { useState } from 'react';

import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Columns, Dialog, EmptyState, KeyHint, SelectField, Stack, Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';
import { performersOf } from './booking-fields.ts';
import { LawNotice } from './BookingNotices.tsx';
import type { PickedPatient } from './PatientPicker.tsx';
import { useOfferKeys } from './use-offer-keys.ts';

type Offer = OutputOf<'agenda', 'nextFree'>[number];

interface NextFreeDialogProps {
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  /** The column the cursor stands in, or the one of the visit that needs a new time. */
  readonly resourceId: string;
  readonly serviceId: string | undefined;
  /** For whom, when that is known; the law may say not before when (J-23). */
  readonly patient: PickedPatient | undefined;
  /** Not before this moment, ISO UTC. */
  readonly from: string;
  readonly onClose: () => void;
  readonly onTake: (offer: Offer, serviceId: string) => void;
}

const ANYBODY = 'anybody';

const idOf = (patient: PickedPatient | undefined): string | undefined => (patient?.kind === 'known' ? patient.id : undefined);

/** "Next free for X": three times, taken with 1, 2 or 3, or Enter for the first. */
export function NextFreeDialog({ resources, services, resourceId, serviceId: firstService, patient, from, onClose, onTake }: NextFreeDialogProps) {
  const t = useText();
  const [chosen, setServiceId] = useState<string | null>(null);
  const serviceId = chosen ?? firstService ?? services[0]?.id ?? null;
  const performers = performersOf(services.find(one => one.id === serviceId), resources);
  const [wanted, setWho] = useState<string | null>(null);
  const who = performers.some(one => one.id === (wanted ?? resourceId)) ? (wanted ?? resourceId) : ANYBODY;
  const [asked] = useState(from);
  const patientId = idOf(patient);
  const { offers, error } = useOffers({ serviceId, patientId, resourceIds: who === ANYBODY ? performers.map(one => one.id) : [who], asked });
  const take = (offer: Offer | undefined): void => {
    if (offer && serviceId) onTake(offer, serviceId);
  };
  useOfferKeys(offers?.length, index => take(offers?.[index]));
  return (
    <Dialog open onClose={onClose} title={patient ? t('agenda.nextFree.titleFor', { name: patient.name }) : t('agenda.nextFree.title')} size="medium">
      <Stack gap={4}>
        <Columns min={200} gap={3}>
          <SelectField label={t('agenda.booking.service')} value={serviceId} onChange={setServiceId} options={services.map(service => ({ value: service.id, label: t('agenda.serviceOption', { name: service.name, minutes: service.durationMin }) }))} />
          <SelectField label={t('agenda.nextFree.who')} value={who} onChange={setWho} options={[{ value: ANYBODY, label: t('agenda.nextFree.anybody') }, ...performers.map(one => ({ value: one.id, label: one.name }))]} />
        </Columns>
        <Notices serviceId={serviceId} patientId={patientId} error={error} />
        {offers ? <Offers offers={offers} resources={resources} onTake={take} /> : null}
      </Stack>
    </Dialog>
  );
}

/** Up to three times to take, or that there is none. */
function Offers({ offers, resources, onTake }: { readonly offers: readonly Offer[]; readonly resources: readonly Resource[]; readonly onTake: (offer: Offer | undefined) => void }) {
  const t = useText();
  if (offers.length === 0) return <EmptyState title={t('agenda.nextFree.none')} />;
  return (
    <>
      <div className={classes.offers}>
        {offers.map((offer, index) => <OfferButton key={`${offer.resourceId}${offer.start}`} offer={offer} index={index} name={resources.find(one => one.id === offer.resourceId)?.name ?? ''} onTake={() => onTake(offer)} />)}
      </div>
      <Text muted small>{t('agenda.nextFree.help')}</Text>
    </>
  );
}

/** What the law says, and what went wrong. */
function Notices({ serviceId, patientId, error }: { readonly serviceId: string | null; readonly patientId: string | undefined; readonly error: unknown }) {
  const errorText = useErrorText();
  return (
    <>
      {serviceId && patientId ? <LawNotice serviceId={serviceId} patientId={patientId} /> : null}
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
    </>
  );
}

interface OffersQuestion {
  readonly serviceId: string | null;
  readonly patientId: string | undefined;
  readonly resourceIds: string[];
  readonly asked: string;
}

/** The first lawful free times; undefined while nobody knows, and where none may be offered. */
function useOffers({ serviceId, patientId, resourceIds, asked }: OffersQuestion): { readonly offers: readonly Offer[] | undefined; readonly error: unknown } {
  const lawful = useLawfulFrom(serviceId, patientId, asked);
  const isAsking = serviceId !== null && resourceIds.length > 0 && lawful !== undefined && lawful !== null;
  const { data, error, isFetching, isFetchedAfterMount } = useQueryOf('agenda', 'nextFree', { serviceId: serviceId ?? '', resourceIds, from: lawful ?? asked, count: 3 }, { enabled: isAsking });
  // What was free when somebody asked the last time may be taken by now.
  const isOld = isFetching && !isFetchedAfterMount;
  return { offers: isAsking && !error && !isOld ? data?.slice(0, 3) : undefined, error };
}

/** From when times may be offered: undefined while asking, null when nothing is documented and so no time is lawful. */
function useLawfulFrom(serviceId: string | null, patientId: string | undefined, asked: string): string | null | undefined {
  const { data } = useQueryOf('agenda', 'rulesFor', { serviceId: serviceId ?? '', patientId: patientId ?? '' }, { enabled: serviceId !== null && patientId !== undefined });
  if (patientId === undefined) return asked;
  if (!data) return undefined;
  if (data.thinkingDays === null) return asked;
  return data.earliest !== null && data.earliest > asked ? data.earliest : data.earliest && asked;
}

interface OfferButtonProps {
  readonly offer: Offer;
  readonly index: number;
  readonly name: string;
  readonly onTake: () => void;
}

function OfferButton({ offer, index, name, onTake }: OfferButtonProps) {
  const { timeZone } = useClinicDay();
  const { shortDate } = useFormats();
  const start = toLocal(offer.start, timeZone);
  return (
    <button type="button" className={classes.offer} onClick={onTake} {...(index === 0 ? { autoFocus: true, 'data-autofocus': true } : {})}>
      <span className={classes.offerDay}>{shortDate(start.date)}</span>
      <span className={classes.offerTime}>{start.time}–{toLocal(offer.end, timeZone).time}</span>
      <span className={classes.offerWho}>{name}</span>
      <KeyHint keys={String(index + 1)} />
    </button>
  );
}
