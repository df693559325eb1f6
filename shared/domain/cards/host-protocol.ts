import { z } from 'zod';
import { SIGN_MECHANISMS, WRAP_SCHEMES, bytes } from './card.ts';

/**
 * Which card software to load. `softhsm` and `practice` are refused in a real clinic (product decision 15);
 * `custom` is a path an administrator chose, bound to the file's SHA-256.
 */
export const CARD_PROFILES = ['netid', 'thales-sac', 'opensc', 'ykcs11', 'custom', 'softhsm', 'practice'] as const;
export type CardProfile = (typeof CARD_PROFILES)[number];

/** Profiles that hold keys in files anyone may copy. */
export const PRACTICE_PROFILES: readonly CardProfile[] = ['softhsm', 'practice'];

export const hostStartSchema = z.object({
  profile: z.enum(CARD_PROFILES),
  /** Decides whether practice profiles are allowed. */
  clinicKind: z.enum(['real', 'demo', 'test']),
  /** Absolute path; only with `custom`. */
  modulePath: z.string().max(1000).optional(),
  /** Lower-case hex SHA-256 of the module; required with `custom`. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/).optional(),
  /** Folder of practice cards; required with `practice`. */
  practiceFolder: z.string().max(1000).optional(),
});
/** What the supervisor sends first (`start`). Never comes from a page or from the environment. */
export type HostStart = z.infer<typeof hostStartSchema>;

export const loginArgs = z.object({ tokenRef: z.string().max(300), pin: bytes });
export const certificatesArgs = z.object({ tokenRef: z.string().max(300) });
export const signArgs = z.object({
  certRef: z.string().max(500),
  mechanism: z.enum(SIGN_MECHANISMS),
  data: bytes,
  /** Needed when the key asks for it every time, or sits on a token that is not logged in. */
  pin: bytes.optional(),
});
export const unwrapArgs = z.object({ certRef: z.string().max(500), scheme: z.enum(WRAP_SCHEMES), input: bytes, pin: bytes.optional() });
export const probeArgs = z.object({ certRef: z.string().max(500), pin: bytes.optional() });
export const practiceInsertArgs = z.object({ cardId: z.string().regex(/^[a-z0-9-]{1,40}$/) });
/** The practice cards that lie beside the pretended reader. */
export const practiceCardsSchema = z.array(z.object({ cardId: z.string(), label: z.string(), inserted: z.boolean() })).max(200);

/** Names of the messages the host sends on its own: `cardChanged` carries a CardSnapshot, `cardRemoved` `{ tokenRef }`. */
export const CARD_NOTICES = { changed: 'cardChanged', removed: 'cardRemoved' } as const;
export const cardRemovedSchema = z.object({ tokenRef: z.string().max(300) });
