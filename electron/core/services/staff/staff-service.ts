import type { AreaHandlers } from '#shared/contract/define.ts';
import type { staff } from '#shared/contract/staff.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { listUsers, readUser } from '../../repositories/user-account.ts';
import { enrolPassphrase } from './enrol-passphrase.ts';
import { manageKeys } from './manage-keys.ts';
import { managePeople } from './manage-people.ts';
import { readHistory, readPeople } from './read-people.ts';
import type { StaffDeps } from './staff-deps.ts';

/** The clinic's people: who they are, what they may do, how they get in. Every change is in the log. */
export function createStaffService(deps: StaffDeps): AreaHandlers<typeof staff, CallContext> {
  return {
    list: async () => {
      const users = await listUsers(deps.db.reader);
      return { people: users.map(({ id, name, title, profession, roles, status }) => ({ id, name, title, profession, roles: [...roles], status })) };
    },
    overview: async () => ({ people: await readPeople(deps) }),
    get: async (_ctx, { id }) => {
      const person = (await readPeople(deps)).find(one => one.id === id);
      if (person === undefined) throw new AppError('record.notFound');
      return { person, history: await readHistory(deps, await readUser(deps.db.reader, id)) };
    },
    ...managePeople(deps),
    ...manageKeys(deps),
    ...enrolPassphrase(deps),
  };
}
