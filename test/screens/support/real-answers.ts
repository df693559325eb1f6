import type { Language } from '#shared/contract/session.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { openFakeClinic, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { aCard, anOpenSession, aUser, baseAnswers } from '#test/support/fake-session.ts';
import { answersOf, changedEvents, relaying } from '#test/support/real-core.ts';

export interface RealPage {
  /** The typed client's areas: `{ staff: admin.staff }`. */
  readonly areas: object;
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly place: string;
  readonly language?: Language;
  readonly options?: Parameters<typeof openFakeClinic>[1];
  /** Areas named by `changed` so far; new ones reach the page. */
  readonly changed: readonly string[];
  readonly more?: Answers;
}

/** The built page in Chromium, its calls answered by real services through the real dispatcher. */
export async function openReal({ areas, userId, roles, place, language = 'sv', options = {}, changed, more = {} }: RealPage): Promise<FakePage> {
  const user = aUser(roles, { id: userId, name: 'Eva Lind' });
  const answers: Answers = { ...baseAnswers(anOpenSession(roles, { language, place, user })), ...more, ...answersOf(areas) };
  const opened = await openFakeClinic(answers, options);
  await opened.page.locator('nav').first().waitFor();
  await opened.send({ type: 'card', presence: aCard() });
  return relaying(opened, changed, changedEvents);
}
