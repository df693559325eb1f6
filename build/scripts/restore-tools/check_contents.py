#!/usr/bin/env python3
"""Checks a restored, decrypted database without Klinikbok: python3 and nothing else.

  python3 check_contents.py plain.sqlite [--manifest restored/manifest.json]

1. SQLite's own check of the file. 2. Rows per table, printed. 3. With the manifest: the counts and the newest log row are those noted when
the backup was made. 4. The access log: every row's hash, and that each row hangs on the one before. 5. Every attachment: its pieces are all
there and their SHA-256 is the one noted when it was added. Signatures of notes and documents: verify_note.py.
Exit code 0: everything holds. 1: something does not, said line by line.
"""
import argparse
import hashlib
import json
import sqlite3
import sys

# What is counted at each backup (`counts` of the manifest) and in which table.
COUNTED = {'patients': 'patient', 'notes': 'note', 'versions': 'note_version', 'log': 'audit_event'}


def tables_of(database):
    """Every table but the search indexes (virtual tables): older SQLite versions cannot read those, and they hold nothing of their own."""
    return [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")]


def count_rows(database):
    """{table: rows}, of every table."""
    return {table: database.execute('SELECT count(*) FROM "%s"' % table).fetchone()[0] for table in tables_of(database)}


def compare(database, counts, manifest, wrong):
    for name, table in COUNTED.items():
        if counts.get(table) != manifest['counts'][name]:
            wrong('%s: the backup counted %d %s, here are %s' % (table, manifest['counts'][name], name, counts.get(table)))
    head = manifest['logHead']
    row = database.execute('SELECT hash FROM audit_event WHERE seq = ?', (head['seq'],)).fetchone()
    if head['seq'] > 0 and (row is None or row[0] != head['hash']):
        wrong('log: row %d is not the one that the backup noted' % head['seq'])


def check_log(database, wrong):
    """hash = SHA-256("pm-audit-v1\\0" + RFC 8785 JSON of the row without hash); prev_hash = hash of the row before."""
    cursor = database.execute('SELECT * FROM audit_event ORDER BY seq')
    names = [column[0] for column in cursor.description]
    if 'prev_hash' not in names:
        return None
    count, previous = 0, '0' * 64
    for values in cursor:
        row = dict(zip(names, values))
        stored = row.pop('hash')
        text = json.dumps(row, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
        if row['seq'] != count + 1:
            wrong('log: row %d is missing' % (count + 1))
        if hashlib.sha256(b'pm-audit-v1\0' + text.encode()).hexdigest() != stored:
            wrong('log: row %d was changed' % row['seq'])
        if row['prev_hash'] != previous:
            wrong('log: row %d does not follow on the row before' % row['seq'])
        count, previous = row['seq'], stored
    return count


def check_attachments(database, wrong):
    files = database.execute('SELECT id, size, sha256, chunks FROM attachment').fetchall()
    for one, size, sha256, chunks in files:
        digest, length, found = hashlib.sha256(), 0, 0
        for (piece,) in database.execute('SELECT bytes FROM attachment_chunk WHERE attachment_id = ? ORDER BY no', (one,)):
            digest.update(piece)
            length, found = length + len(piece), found + 1
        if found != chunks or length != size or digest.hexdigest() != sha256:
            wrong('attachment %s: %d of %d pieces, %d of %d bytes%s' % (one, found, chunks, length, size, '' if length != size else ', and the content was changed'))
    return len(files)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('database')
    parser.add_argument('--manifest')
    args = parser.parse_args()
    problems = []
    database = sqlite3.connect('file:%s?mode=ro' % args.database, uri=True)
    try:
        problems.extend(line for (line,) in database.execute('PRAGMA integrity_check') if line != 'ok')
        counts = count_rows(database)
        for table, rows in counts.items():
            print('%s %d' % (table, rows))
        if args.manifest:
            compare(database, counts, json.load(open(args.manifest, encoding='utf-8')), problems.append)
        rows = check_log(database, problems.append) if 'audit_event' in counts else None
        files = check_attachments(database, problems.append) if 'attachment' in counts else 0
    except sqlite3.DatabaseError as broken:
        sys.exit('WRONG the file cannot be read as SQLite: %s' % broken)
    for problem in problems:
        print('WRONG ' + problem)
    print('%d tables, %s log rows in one chain, %d attachments, %d wrong' % (len(counts), 'no' if rows is None else rows, files, len(problems)))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
