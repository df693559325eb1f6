/** What reaching a server for backups can fail with, for every procedure that asks one. */
export const SERVER_ERRORS = [
  'server.unreachable', 'server.timedOut', 'server.untrusted', 'server.keyUnknown', 'server.secretWrong', 'server.regionWrong', 'server.denied', 'server.full',
  'server.bucketMissing', 'server.redirects', 'server.notS3', 'server.clockWrong', 'server.failing', 'server.addressRefused',
] as const;
