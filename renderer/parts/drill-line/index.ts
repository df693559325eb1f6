export { graver, standingsOf, useDrillLine, useDrillStatus, useDrillWords, type DrillLine, type Tone } from './use-drill-line.ts';
export { useAgo } from './use-ago.ts';
export { useReason } from './use-reason.ts';
