import { ERROR_CODES, type ErrorCode } from '../kernel/app-error.ts';

/** Every way in which a place for backups answers no: its folder's or its server's. */
export const BACKUP_PLACE_ERRORS = ERROR_CODES.filter((code): code is Extract<ErrorCode, `backup.place${string}` | `server.${string}`> => /^(backup\.place|server\.)/.test(code));
