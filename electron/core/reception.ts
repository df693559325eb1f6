import type { Handlers } from '#shared/contract/define.ts';
import type { clinicContract } from '#shared/contract/index.ts';
import { openMessageGateway } from './adapters/message-gateway/open-gateway.ts';
import type { CallContext } from './api/context.ts';
import { readMachine } from './clinic/machine-file.ts';
import type { ClinicPlace } from './clinic/clinic-place.ts';
import { type AccessLog, PROGRAM } from './repositories/log.ts';
import { createAgendaService } from './services/agenda/agenda-service.ts';
import { createDeskService } from './services/desk/desk-service.ts';
import { createFeedsService } from './services/feeds/feeds-service.ts';
import { createGroupsService } from './services/groups/groups-service.ts';
import { createMoneyService } from './services/money/money-service.ts';
import type { OutsideFiles } from './services/outside-files.ts';
import { createPrintsService } from './services/prints/prints-service.ts';
import { createRecallsService } from './services/recalls/recalls-service.ts';
import { systemAfter } from './services/refresher.ts';
import { systemTimer } from './services/reminders/deps.ts';
import { createRemindersService, type RemindersService } from './services/reminders/reminders-service.ts';
import { createScheduleService } from './services/schedule/schedule-service.ts';
import type { ServiceDeps } from './services/service-deps.ts';
import { createWaitingService } from './services/waiting/waiting-service.ts';

type Names = 'agenda' | 'schedule' | 'waiting' | 'groups' | 'recalls' | 'desk' | 'money' | 'prints' | 'feeds' | 'reminders';

export interface ReceptionParts {
  readonly log: AccessLog;
  readonly place: ClinicPlace;
  /** Takes the files that are kept up to date beside the database. */
  readonly outside: OutsideFiles;
}

export interface Reception {
  readonly handlers: Pick<Handlers<typeof clinicContract, CallContext>, Names>;
  readonly reminders: RemindersService;
}

/** The services of reception's day: what is booked, who is here, who waits, what is paid, printed and sent. */
export function receptionServices(deps: ServiceDeps, { log, place, outside }: ReceptionParts): Reception {
  const { clinic, clock } = deps;
  const logOwn: Parameters<typeof createPrintsService>[0]['logOwn'] = (tx, entry) => log.append(tx, PROGRAM, entry);
  const forFiles = { ...deps, dataDir: place.dataDir, after: systemAfter };
  const prints = createPrintsService({ ...forFiles, logOwn, language: async () => (await readMachine(place.machineFile)).language });
  const feeds = createFeedsService(forFiles);
  outside.add(prints.sheet, feeds.files);
  const reminders = createRemindersService({
    ...deps, openGateway: openMessageGateway({ isDemo: clinic.isDemo, now: () => clock.now() }), logByProgram: logOwn, setTimer: systemTimer,
  });
  return {
    reminders,
    handlers: {
      agenda: createAgendaService(deps),
      schedule: createScheduleService(deps),
      waiting: createWaitingService(deps),
      groups: createGroupsService(deps),
      recalls: createRecallsService(deps),
      desk: createDeskService(deps),
      money: createMoneyService(deps),
      prints: prints.handlers,
      feeds: feeds.handlers,
      reminders: reminders.handlers,
    },
  };
}
