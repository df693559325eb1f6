import { useErrorText } from '#renderer/client/index.ts';
import { RegistrationFields } from '#renderer/parts/patient-form/index.ts';
import { Banner, Button, Row, Text, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';
import type { Registering } from './use-booking.ts';

/** The new patient's fields inside the booking: number first, the rest follows from it or is typed. */
export function BookingRegistration({ registering }: { readonly registering: Registering }) {
  const t = useText();
  const errorText = useErrorText();
  const { form, isTried, close } = registering;
  return (
    <section className={classes.registerBody} aria-label={t('agenda.booking.newPatient')}>
      <Row justify="between">
        <Text strong>{t('agenda.booking.newPatient')}</Text>
        <Button size="dense" kind="quiet" onClick={close}>{t('agenda.booking.searchInstead')}</Button>
      </Row>
      <RegistrationFields registration={form} isTried={isTried} />
      {form.error ? <Banner tone="danger" live>{errorText(form.error).text}</Banner> : null}
    </section>
  );
}
