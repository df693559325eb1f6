export { ApiError } from './create-client.ts';
export { callProcedure, client, type Area, type InputOf, type OutputOf, type ProcedureOf } from './client.ts';
export { queryKey, useCommandOf, usePrefetch, useQueryOf, useRefresh, type CommandHandle, type QueryOptions } from './hooks.ts';
export { onFlush, useFlush } from './flush.ts';
export { reportSaved, useCardPresence, useHasUnsaved, useJob, useLastSaved, useLockReason, useUnsaved, type Job } from './live.ts';
export { SessionStateProvider, useClinicDay, useMay, useSession, useSetSession } from './session.ts';
export { useErrorText, type ErrorText } from './error-text.ts';
export { saveFile, saveText } from './save-file.ts';
