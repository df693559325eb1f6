import { canonicalBytes } from '../../security/vault/vault-head.ts';
import type { DeviceSigner } from '../../security/vault/device-key.ts';

const DOMAIN = Buffer.from('pm-checkpoint-v1\0');

export interface CheckpointFacts {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
}

/** What a checkpoint's signature covers: "pm-checkpoint-v1\0" ‖ RFC 8785 JSON of seq, hash and at. */
export const checkpointBytes = ({ seq, hash, at }: CheckpointFacts): Buffer => Buffer.concat([DOMAIN, canonicalBytes({ seq, hash, at })]);

/** Signature of a checkpoint: ECDSA P-256 with SHA-256, DER, base64. */
export const signCheckpoint = (signer: DeviceSigner, facts: CheckpointFacts): string => signer.signPlain(checkpointBytes(facts));

/** True when the clinic's device key made this signature. */
export const isCheckpointSigned = (signer: Pick<DeviceSigner, 'verifyPlain'>, facts: CheckpointFacts, signature: string): boolean => {
  try {
    return signer.verifyPlain(checkpointBytes(facts), signature);
  } catch {
    return false;
  }
};
