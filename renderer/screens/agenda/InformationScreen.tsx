import * as z from 'zod';

import { INFORMATION_TEMPLATE } from '#shared/domain/agenda/treatment-information.ts';

import { useCommandOf, useErrorText, useMay, useSession } from '#renderer/client/index.ts';
import { useCommands, useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Button, EmptyState, Page, Row, Stack, Text, useText } from '#renderer/ui/index.ts';

import { ConsentPart } from './ConsentPart.tsx';
import { InformationList } from './InformationList.tsx';
import { useAgendaCatalogue } from './use-agenda-data.ts';

export const InformationSearch = z.object({ patientId: z.string().max(64).optional().catch(undefined) });

/** What a patient was told before treatments with a thinking time, and what they consented to (J-23). The information itself is a note. */
export function InformationScreen() {
  const t = useText();
  const may = useMay();
  const { patientId } = useRouteSearch(InformationSearch);
  const { services } = useAgendaCatalogue();
  const thoughtful = services.filter(service => (service.rules.thinkingDays ?? 0) > 0);
  return (
    <Page title={t('agenda.information.title')} narrow>
      {patientId === undefined ? <EmptyState title={t('agenda.information.noPatient')} /> : (
        <Stack gap={5}>
          <Text muted>{t('agenda.information.help')}</Text>
          {may('journal.write') ? thoughtful.length > 0 ? <WriteInformation patientId={patientId} /> : <Banner tone="info">{t('agenda.information.noService')}</Banner> : null}
          <InformationList patientId={patientId} services={services} />
          <ConsentPart patientId={patientId} services={services} thoughtful={thoughtful} />
        </Stack>
      )}
    </Page>
  );
}

/** Opens an information note in the journal; a blank one that is begun already is taken up again. Without a care relation the journal asks for the reason first. */
function WriteInformation({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { data: session } = useSession();
  const create = useCommandOf('journal', 'create');
  const open = (note?: string): void => go('/patients/$patientId/journal', { params: { patientId }, search: note === undefined ? {} : { note } });
  const write = (): void => create.start({ patientId, templateId: INFORMATION_TEMPLATE, language: session?.language ?? 'sv' }, ({ noteId }) => open(noteId));
  useCommands([{ id: 'agenda.writeInformation', message: 'agenda.information.write', shortcut: 'f2', run: write }]);
  const failure = create.error ? errorText(create.error) : undefined;
  return (
    <Stack gap={3}>
      {failure ? <Banner tone="danger" live actions={<Button onClick={() => open()}>{t('agenda.information.openJournal')}</Button>}>{failure.text}</Banner> : null}
      <Row><Button kind="primary" shortcut="f2" loading={create.isRunning} onClick={write}>{t('agenda.information.write')}</Button></Row>
    </Stack>
  );
}
