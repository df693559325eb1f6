import p11, { type Handle, type PKCS11, type TokenInfo } from 'pkcs11js';

import { AppError } from '#shared/kernel/app-error.ts';

/** Kept for the life of the process: pkcs11js unloads the library when its object is collected. */
const kept: PKCS11[] = [];

/** Loads a checked PKCS#11 library. Throws card.moduleInvalid when it is not one, or is for another processor. */
export function loadModule(file: string): PKCS11 {
  const api = new p11.PKCS11();
  try {
    api.load(file);
    initialise(api);
  } catch (error) {
    throw new AppError('card.moduleInvalid', {}, error);
  }
  kept.push(api);
  return api;
}

function initialise(api: PKCS11): void {
  try {
    api.C_Initialize({ flags: p11.CKF_OS_LOCKING_OK });
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('CKR_CRYPTOKI_ALREADY_INITIALIZED')) throw error;
  }
}

/** A slot's handle as text: handles are four bytes on Windows and eight elsewhere. */
export const slotKey = (slot: Handle): string => slot.toString('hex');

export const hasFlag = (token: TokenInfo, flag: number): boolean => (token.flags & flag) !== 0;

/** One attribute of an object, or null when the module does not have or does not tell it. */
export function readAttribute(api: PKCS11, session: Handle, object: Handle, type: number): Buffer | null {
  try {
    return api.C_GetAttributeValue(session, object, [{ type }])[0]?.value ?? null;
  } catch {
    return null;
  }
}

export const isTrue = (value: Buffer | null): boolean => value !== null && value.some(byte => byte !== 0);

const BATCH = 20;
/** A card with more objects than this is not one we know how to use (H101). */
const MOST_OBJECTS = 200;

/** Handles of the objects that match. The search is always ended, or the session would stay busy. */
export function findObjects(api: PKCS11, session: Handle, template: { type: number; value: number | Buffer }[]): Handle[] {
  api.C_FindObjectsInit(session, template);
  try {
    const found: Handle[] = [];
    while (found.length < MOST_OBJECTS) {
      const batch = api.C_FindObjects(session, BATCH);
      found.push(...batch);
      if (batch.length < BATCH) break;
    }
    return found;
  } finally {
    api.C_FindObjectsFinal(session);
  }
}

/** Closing never fails the operation it follows: the card may be gone. */
export function closeQuietly(api: PKCS11, session: Handle): void {
  try {
    api.C_CloseSession(session);
  } catch {
    return;
  }
}
