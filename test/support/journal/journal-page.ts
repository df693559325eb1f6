import { journal } from '#shared/contract/journal.ts';
import { journalSearch } from '#shared/contract/journal-search.ts';
import { signing } from '#shared/contract/signing.ts';
import { phrases } from '#shared/contract/phrases.ts';
import { timeline } from '#shared/contract/timeline.ts';
import { writing } from '#shared/contract/writing.ts';
import { withDependents } from '#electron/core/services/desk/depends.ts';
import type { Role } from '#shared/domain/permissions.ts';
import type { SessionState } from '#shared/contract/session.ts';
import { ApiError } from '#renderer/client/create-client.ts';

import { openFakeClinic, Refusal, type Answers, type FakePage } from '../fake-clinic.ts';
import { anOpenSession, baseAnswers } from '../fake-session.ts';
import type { JournalClinic } from './journal-clinic.ts';

/** What the real service answers; everything else comes from a table. */
const AREAS = { journal, signing, timeline, journalSearch, phrases, writing } as const;
type JournalUser = Awaited<ReturnType<JournalClinic['as']>>;

export interface JournalPageOptions {
  readonly roles?: readonly Role[];
  readonly language?: 'sv' | 'en';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly strip?: unknown;
}

/** The built page on the real journal: real service, real encrypted file; only session and shell are answered from a table. */
export async function openJournalPage(clinic: JournalClinic, user: JournalUser, place: string, options: JournalPageOptions = {}): Promise<FakePage> {
  const session: SessionState = anOpenSession(options.roles ?? ['practitioner'], { place, language: options.language ?? 'sv' });
  const answers: Answers = { ...baseAnswers(session), ...(options.strip ? { 'patients.strip': options.strip } : {}) };
  const later: { page?: FakePage } = {};
  for (const [area, procedures] of Object.entries(AREAS)) {
    for (const procedure of Object.keys(procedures)) {
      const call = (user as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[area]?.[procedure];
      if (!call) continue;
      answers[`${area}.${procedure}`] = async (input: unknown) => {
        const before = clinic.changed.length;
        try {
          return await call(input);
        } catch (error) {
          if (error instanceof ApiError) throw new Refusal(error.detail.code as never, error.detail.params);
          throw error;
        } finally {
          const areas = withDependents([...new Set(clinic.changed.slice(before))]);
          if (areas.length > 0) setTimeout(() => void later.page?.send({ type: 'changed', areas }).catch(() => undefined), 0);
        }
      };
    }
  }
  later.page = await openFakeClinic(answers, { ...(options.viewport ? { viewport: options.viewport } : {}), ...(options.colorScheme ? { colorScheme: options.colorScheme } : {}) });
  return later.page;
}
