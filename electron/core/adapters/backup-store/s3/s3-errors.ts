import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';

/** What the server itself answered (its own names), and what it means to the clinic. */
const ANSWERS: Readonly<Record<string, ErrorCode>> = {
  InvalidAccessKeyId: 'server.keyUnknown', InvalidToken: 'server.keyUnknown', ExpiredToken: 'server.keyUnknown', UserSuspended: 'server.keyUnknown',
  SignatureDoesNotMatch: 'server.secretWrong', AuthorizationHeaderMalformed: 'server.regionWrong', IllegalLocationConstraintException: 'server.regionWrong',
  AccessDenied: 'server.denied', AllAccessDisabled: 'server.denied', AccountProblem: 'server.denied', Forbidden: 'server.denied',
  QuotaExceeded: 'server.full', TooManyBuckets: 'server.full', StorageFull: 'server.full', XMinioStorageFull: 'server.full', InsufficientStorage: 'server.full',
  RequestTimeTooSkewed: 'server.clockWrong', NoSuchBucket: 'server.bucketMissing', InvalidBucketName: 'server.bucketMissing',
  PermanentRedirect: 'server.redirects', TemporaryRedirect: 'server.redirects', Redirect: 'server.redirects',
  RequestTimeout: 'server.timedOut', TimeoutError: 'server.timedOut', AbortError: 'server.timedOut',
};
/** What Node says of the connection. */
const CONNECTION: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'server.unreachable', ECONNRESET: 'server.unreachable', EPIPE: 'server.unreachable', ENOTFOUND: 'server.unreachable', EAI_AGAIN: 'server.unreachable',
  EHOSTUNREACH: 'server.unreachable', ENETUNREACH: 'server.unreachable', ENETDOWN: 'server.unreachable', EHOSTDOWN: 'server.unreachable', ECONNABORTED: 'server.unreachable',
  EADDRNOTAVAIL: 'server.unreachable', ETIMEDOUT: 'server.timedOut', ESOCKETTIMEDOUT: 'server.timedOut',
  EPROTO: 'server.notS3', HPE_INVALID_CONSTANT: 'server.notS3',
};
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|ERR_SSL_)/;

interface Failure {
  readonly name: string;
  readonly code: string;
  readonly status: number;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The few fields of a failure that may be looked at: whatever else the SDK put there can hold keys or signatures. */
export function failureOf(error: unknown): Failure {
  const from = (typeof error === 'object' && error !== null ? error : {}) as { name?: unknown; code?: unknown; Code?: unknown; $metadata?: { httpStatusCode?: unknown }; $response?: { statusCode?: unknown } };
  const status = from.$metadata?.httpStatusCode ?? from.$response?.statusCode;
  return { name: textOf(from.Code) || textOf(from.name), code: textOf(from.code), status: typeof status === 'number' ? status : 0 };
}

/** By status alone, where the server gives no name we know; first match. */
const STATUSES: readonly (readonly [from: number, to: number, code: ErrorCode])[] = [
  [507, 507, 'server.full'], [401, 401, 'server.denied'], [403, 403, 'server.denied'],
  // an answer that is no S3 answer: a web page, another program on that port
  [404, 405, 'server.notS3'], [200, 299, 'server.notS3'],
  [300, 399, 'server.redirects'], [400, 599, 'server.failing'],
];

function codeOf({ name, code, status }: Failure, error: unknown): ErrorCode {
  // what Node says first: the SDK calls a broken connection a time-out too
  const known = CONNECTION[code] ?? ANSWERS[name];
  if (known !== undefined) return known;
  if (CERTIFICATE.test(code)) return 'server.untrusted';
  const answered = STATUSES.find(([from, to]) => status >= from && status <= to);
  if (answered !== undefined) return answered[2];
  if (error instanceof SyntaxError || code.startsWith('HPE_')) return 'server.notS3';
  return error instanceof Error && /aborted|socket hang up/.test(error.message) ? 'server.unreachable' : 'internal';
}

/**
 * What a failed request means to the user. The cause keeps the server's name for it and the status and nothing more: the
 * SDK's own error may quote the access key, the signature and the request.
 */
export function serverError(error: unknown, host: string): AppError {
  if (error instanceof AppError) return error;
  const failure = failureOf(error);
  const cause = new Error(`${failure.name} ${failure.code} ${failure.status}`.trim());
  return new AppError(codeOf(failure, error), { host, status: failure.status }, cause);
}
