import { ApiError } from '#renderer/client/create-client.ts';
import type { Language } from '#shared/contract/session.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { openFakeClinic, Refusal, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { aCard, anOpenSession, aUser, baseAnswers } from '#test/support/fake-session.ts';

type Areas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

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

async function refusing(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) throw new Refusal(error.detail.code, error.detail.params);
    throw error;
  }
}

/** The built page in Chromium, its calls answered by real services through the real dispatcher. */
export async function openReal({ areas, userId, roles, place, language = 'sv', options = {}, changed, more = {} }: RealPage): Promise<FakePage> {
  const user = aUser(roles, { id: userId, name: 'Eva Lind' });
  const answers: Answers = { ...baseAnswers(anOpenSession(roles, { language, place, user })), ...more };
  for (const [area, procedures] of Object.entries(areas as Areas))
    for (const [name, run] of Object.entries(procedures)) answers[`${area}.${name}`] = (input: unknown) => refusing(() => (run as (value: unknown) => unknown)(input));
  const opened = await openFakeClinic(answers, options);
  await opened.page.locator('nav').first().waitFor();
  await opened.send({ type: 'card', presence: aCard() });
  let seen = changed.length;
  const relay = setInterval(() => {
    const news = changed.slice(seen);
    seen = changed.length;
    if (news.length > 0) opened.send({ type: 'changed', areas: news }).catch(() => undefined);
  }, 40);
  return { ...opened, close: async () => { clearInterval(relay); await opened.close(); } };
}
