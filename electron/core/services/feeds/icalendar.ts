import type { FeedEntry } from '../../repositories/calendar-feed.ts';

/** One visit as a calendar may know it: that a time is taken, and nothing about whom or what. */
export type CalendarEvent = Omit<FeedEntry, 'appointmentId'>;

/** The only words in the file (C-13). */
export const BUSY = 'Bokad';
const LINE_OCTETS = 75;

/**
 * A calendar file (RFC 5545): per event UID, DTSTAMP, DTSTART and DTEND in UTC, SEQUENCE, STATUS, CLASS:PRIVATE and SUMMARY, and no other
 * property, so that nothing about a person can be in it. CRLF, no line longer than 75 octets, no zone needed.
 */
export function calendarFile(events: readonly CalendarEvent[]): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Klinikbok//Calendar feed 1//SV', 'CALSCALE:GREGORIAN', ...events.flatMap(eventLines), 'END:VCALENDAR'];
  return `${lines.map(foldLine).join('\r\n')}\r\n`;
}

const eventLines = (event: CalendarEvent): string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${utc(event.changedAt)}`,
  `DTSTART:${utc(event.start)}`,
  `DTEND:${utc(event.end)}`,
  `SEQUENCE:${event.sequence}`,
  `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  'CLASS:PRIVATE',
  `SUMMARY:${BUSY}`,
  'END:VEVENT',
];

/** `2026-11-23T08:00:00.000Z` as `20261123T080000Z`. */
const utc = (instant: string): string => `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** Breaks a content line so that no part has more than 75 octets, never inside a character (RFC 5545 §3.1). */
export function foldLine(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    // Every part but the first begins with a space that counts.
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      part = '';
      octets = 1;
    }
    part += sign;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}
