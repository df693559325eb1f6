import { session } from './session.ts';
import { setup } from './setup.ts';
import { shell } from './shell.ts';

/** What can be asked before anybody is signed in; served by a core without an open database. */
export const gateContract = { session, setup } as const;

/** What needs the clinic's database. One line per area. */
export const clinicContract = {
} as const;

/** Everything core answers. */
export const contract = { ...gateContract, ...clinicContract } as const;
export type AppContract = typeof contract;

/** The whole surface a screen can reach: core's and the supervisor's own. There is no other door. */
export const screenContract = { ...contract, shell } as const;
export type ScreenContract = typeof screenContract;
