import type { KeyInfo, Person, PersonChange } from '#shared/contract/staff.ts';
import { isReviewDue } from '#shared/domain/staff/access-review.ts';
import { latestReviews } from '../../repositories/access-review.ts';
import { liveCredentials, type Credential } from '../../repositories/credential.ts';
import { lastSignIns, listUsers, userHistory, type UserAccount, type UserHistoryRow } from '../../repositories/user-account.ts';
import type { VaultEntry } from '../../security/vault/vault-head.ts';
import type { StaffDeps } from './staff-deps.ts';

/** Everybody with their ways in, last sign-in and last review. */
export async function readPeople(deps: StaffDeps): Promise<Person[]> {
  const { reader } = deps.db;
  const users = await listUsers(reader);
  const [credentials, reviews, signIns, damaged] = await Promise.all([liveCredentials(reader), latestReviews(reader), lastSignIns(reader, users.map(user => user.id)), deps.vault.damaged()]);
  return users.map(user => {
    const reviewedAt = reviews.get(user.id)?.reviewedAt ?? null;
    const keys = deps.vault.entries().filter(entry => entry.userRef === user.id).map(entry => keyInfo(entry, credentials.get(entry.id), damaged));
    return {
      ...user, roles: [...user.roles], keys,
      lastSignInAt: signIns.get(user.id) ?? null,
      reviewedAt,
      reviewedBy: reviews.get(user.id)?.reviewedBy ?? null,
      reviewDue: user.status === 'active' && isReviewDue({ reviewedAt, createdAt: user.createdAt, now: deps.clock.now() }),
    };
  });
}

const keyInfo = (entry: VaultEntry, known: Credential | undefined, damaged: ReadonlySet<string>): KeyInfo => ({
  id: entry.id, kind: entry.kind === 'card' ? 'card' : 'passphrase', alg: entry.alg, notAfter: entry.notAfter, label: known?.label ?? '', addedAt: known?.addedAt ?? null, isDamaged: damaged.has(entry.id),
});

const SHOWN = ['name', 'title', 'profession', 'hsa_id', 'user_name', 'status', 'roles'] as const;
type State = Readonly<Record<string, unknown>>;

/** What changed in a person's row, newest first, each with who changed it (J-14). */
export async function readHistory(deps: StaffDeps, user: UserAccount): Promise<PersonChange[]> {
  const names = new Map((await listUsers(deps.db.reader)).map(one => [one.id, one.name]));
  const rows = await userHistory(deps.db.reader, user.id);
  const current: State = { name: user.name, title: user.title, profession: user.profession, hsa_id: user.hsaId, user_name: user.userName, status: user.status, roles: JSON.stringify(user.roles) };
  return rows.map((row, index) => ({
    at: row.changedAt, by: names.get(row.changedBy ?? '') ?? '', changes: differences(row, index === 0 ? current : (rows[index - 1]?.old ?? current)),
  }));
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function differences({ old }: UserHistoryRow, next: State): PersonChange['changes'] {
  return SHOWN.filter(field => text(old[field]) !== text(next[field])).map(field => ({ field, from: text(old[field]), to: text(next[field]) }));
}
