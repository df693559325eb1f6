import type { SessionState, SignedInUser } from '#shared/contract/session.ts';
import type { CardPresence } from '#shared/contract/wire.ts';
import { permissionsOf, type Role } from '#shared/domain/permissions.ts';

import type { Answers } from './fake-clinic.ts';

/** A person of the demo clinic with these roles. */
export const aUser = (roles: readonly Role[], over: Partial<SignedInUser> = {}): SignedInUser => ({
  id: '01930000-0000-7000-8000-000000000001',
  name: 'Eva Lind',
  title: 'Leg. läkare',
  hsaId: 'SE2321000016-EVALIND',
  roles: [...roles],
  permissions: [...permissionsOf(roles)],
  certificateNotAfter: '2031-05-01T00:00:00.000Z',
  ...over,
});

export const aSession = (over: Partial<SessionState> = {}): SessionState => ({
  phase: 'locked',
  clinic: { id: 'clinic', name: 'Lindens Läkarmottagning', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: false },
  user: null,
  setupStep: null,
  problem: null,
  problemParams: {},
  lastLock: null,
  language: 'sv',
  place: null,
  revocationCheckedAt: null,
  passphraseUsers: true,
  ...over,
});

/** Signed in and working. */
export const anOpenSession = (roles: readonly Role[], over: Partial<SessionState> = {}): SessionState => aSession({ phase: 'open', user: aUser(roles), ...over });

export const aCard = (over: Partial<CardPresence> = {}): CardPresence => ({ state: 'present', generation: 1, minPin: 6, maxPin: 8, pin: 'ok', ...over });

/** The answers every screen needs. */
export const baseAnswers = (session: SessionState): Answers => ({
  'session.state': session,
  'session.setLanguage': {},
  'session.rememberPlace': {},
  'shell.info': { version: '0.1.0', shell: 'browser', platform: 'linux' },
  'shell.activity': {},
  'shell.flushed': {},
  'shell.lock': {},
});
