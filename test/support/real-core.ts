import { withDependents } from '#electron/core/services/desk/depends.ts';
import { ApiError } from '#renderer/client/create-client.ts';
import { Refusal, type Answers, type FakePage } from '#test/support/fake-clinic.ts';

/** A call of the page, answered by core; what core refuses reaches the page as the refusal it is. */
async function refusing(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) throw new Refusal(error.detail.code, error.detail.params);
    throw error;
  }
}

/** Every procedure of a typed client's areas (`{ staff: admin.staff }`) as answers for the page. */
export function answersOf(areas: object): Answers {
  const answers: Answers = {};
  for (const [area, procedures] of Object.entries(areas as Readonly<Record<string, Readonly<Record<string, unknown>>>>))
    for (const [name, run] of Object.entries(procedures)) answers[`${area}.${name}`] = (input: unknown) => refusing(() => (run as (value: unknown) => unknown)(input));
  return answers;
}

/** Tells the page what becomes new in a growing list, until the page is closed. */
export function relaying<News>(opened: FakePage, list: readonly News[], toEvents: (news: readonly News[]) => readonly unknown[]): FakePage {
  let seen = list.length;
  const relay = setInterval(() => {
    const news = list.slice(seen);
    seen = list.length;
    if (news.length > 0) for (const event of toEvents(news)) opened.send(event as Parameters<FakePage['send']>[0]).catch(() => undefined);
  }, 20);
  return { ...opened, close: async () => { clearInterval(relay); await opened.close(); } };
}

/** Events as core sends them for areas that changed, with those that show what they write. */
export const changedEvents = (areas: readonly string[]): readonly unknown[] => [{ type: 'changed', areas: withDependents(areas) }];
