#!/usr/bin/env python3
"""Checks signatures of Klinikbok notes and documents without Klinikbok. Needs python3 (3.8 or newer) and openssl (1.1.1 or newer).

  python3 verify_note.py --ca CA.pem anteckning-ID-vN.json       one exported note (its .p7s, or .proof.json and dag-*.json/.p7s beside it)
  python3 verify_note.py --ca CA.pem dokument-ID.pdf             one document (a letter, a certificate), the same files beside it
  python3 verify_note.py --ca CA.pem --database plain.sqlite     every signature in a restored, decrypted database
  python3 verify_note.py --database plain.sqlite                 the same, trusting the authorities the database itself names

Exit code 0: everything holds. 1: something does not, said line by line. What each step proves: build/docs/signatures.md.
"""
import argparse
import base64
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from datetime import datetime

HEX64 = re.compile(r'^[0-9a-f]{64}$')
# A card without signing key signs with its sign-in key: proof that nothing changed, no signature in the law's sense.
LIMITED = 'made with the sign-in key of a card: shows that nothing changed and which card was there; NOT a signature in the sense of eIDAS'
PRACTICE = 'made with a practice card: no legal effect'


class Wrong(Exception):
    """Something that does not hold, in words."""


def sha256(data):
    return hashlib.sha256(data).digest()


def canonical(value):
    """RFC 8785 for what these files hold: objects, arrays, text, whole numbers, null. Keys sort by UTF-16 units."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode('utf-16-be'))
        return '{' + ','.join(canonical(key) + ':' + canonical(value[key]) for key in keys) + '}'
    if isinstance(value, list):
        return '[' + ','.join(canonical(one) for one in value) + ']'
    return json.dumps(value, ensure_ascii=False)


def root_from_path(digest, index, count, path):
    """Leaf to root, RFC 9162 2.1.3.2: leaf = H(00 digest), node = H(01 left right)."""
    if not 0 <= index < count:
        raise Wrong('proof: no such place in the tree')
    place, last, reached = index, count - 1, sha256(b'\x00' + digest)
    for step in path:
        if last == 0:
            raise Wrong('proof: the path is too long')
        if place & 1 or place == last:
            reached = sha256(b'\x01' + step + reached)
            while not place & 1 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            reached = sha256(b'\x01' + reached + step)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise Wrong('proof: the path is too short')
    return reached


class OpenSsl:
    """Stock openssl on files of our own making, in a folder that goes away."""

    def __init__(self, authorities):
        self.folder = tempfile.TemporaryDirectory()
        self.ca = self.write('ca.pem', authorities)

    def write(self, name, data):
        path = os.path.join(self.folder.name, name)
        with open(path, 'wb') as out:
            out.write(data)
        return path

    def verify(self, content, cms, at):
        """CMS/CAdES over exactly these bytes, its certificate's chain as it stood at `at`. Gives the certificate (DER) and its subject."""
        signer = os.path.join(self.folder.name, 'signer.pem')
        done = subprocess.run(
            ['openssl', 'cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', self.write('cms', cms), '-content', self.write('content', content),
             '-CAfile', self.ca, '-purpose', 'any', '-attime', str(seconds(at)), '-signer', signer, '-out', os.devnull],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise Wrong('signature: openssl says ' + (done.stderr.decode('utf-8', 'replace').strip().split('\n') or [''])[-1])
        der = base64.b64decode(re.search(r'-----BEGIN CERTIFICATE-----(.*?)-----END', read(signer).decode(), re.S).group(1))
        # RFC 2253 names the serial number serialNumber= or, in old versions, by its OID.
        said = subprocess.run(['openssl', 'x509', '-in', signer, '-noout', '-subject', '-nameopt', 'RFC2253,utf8,-esc_msb', '-ext', 'keyUsage'], stdout=subprocess.PIPE, check=True).stdout.decode('utf-8', 'replace')
        subject, _, usage = said.partition('\n')
        return der, subject.strip(), usage

    def signing_time(self, cms):
        """The instant that the signed attributes name, which the signature covers. Its chain is checked as of then."""
        said = subprocess.run(['openssl', 'asn1parse', '-inform', 'DER', '-in', self.write('cms', cms)], stdout=subprocess.PIPE, check=True).stdout.decode('utf-8', 'replace')
        found = re.search(r':signingTime\n.*\n.*(UTCTIME|GENERALIZEDTIME)\s*:(\d+)Z', said)
        if not found:
            raise Wrong('signature: names no time')
        digits = found.group(2) if found.group(1) == 'GENERALIZEDTIME' else '20' + found.group(2)
        return datetime.strptime(digits, '%Y%m%d%H%M%S').strftime('%Y-%m-%dT%H:%M:%SZ')


def seconds(instant):
    return int(datetime.fromisoformat(instant.replace('Z', '+00:00')).timestamp())


def read_record(data):
    """A version's record: canonical, and of the kind these rules are for."""
    try:
        record = json.loads(data.decode('utf-8'))
    except (UnicodeDecodeError, ValueError):
        raise Wrong('record: is no JSON')
    if record.get('format') != 'klinikbok-note-1':
        raise Wrong('record: is of an unknown format')
    return record


def check_identity(subject, hsa_id):
    if hsa_id and not re.search(r'(serialNumber|2\.5\.4\.5)=' + re.escape(hsa_id) + r'(,|\+|$)', subject):
        raise Wrong('identity: the certificate is not that of ' + hsa_id)


def check_usage(usage):
    if 'Non Repudiation' not in usage:
        raise Wrong('purpose: the certificate is for signing in, not for signing')


def check_manifest(data):
    manifest = json.loads(data.decode('utf-8'))
    if manifest.get('format') != 'klinikbok-day-1' or manifest.get('tree') != 'rfc6962-sha256' or manifest.get('leaf') != 'sha256-of-file':
        raise Wrong('manifest: is of an unknown format')
    if canonical(manifest).encode('utf-8') != data:
        raise Wrong('manifest: is not in canonical form')
    return manifest


def check_day(openssl, data, cms):
    """The card's signature over a day's manifest. A sign-in key may not pass for a signing key."""
    manifest = check_manifest(data)
    der, subject, usage = openssl.verify(data, cms, manifest['signedAt'])
    check_identity(subject, manifest['signer']['hsaId'])
    if manifest['purpose'] == 'signature':
        check_usage(usage)
    return manifest, der


def check_place(file, manifest, index, count, path):
    """The digest of the file (a note's record, a document's PDF) leads to the root that the card signed."""
    if count != manifest['count']:
        raise Wrong('proof: counts %d leaves, the manifest %d' % (count, manifest['count']))
    if any(not HEX64.match(step) for step in path):
        raise Wrong('proof: is damaged')
    if root_from_path(sha256(file), index, count, [bytes.fromhex(step) for step in path]).hex() != manifest['root']:
        raise Wrong('proof: the file does not lead to the root that was signed')


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def check_files(openssl, path):
    """One exported note or document with the files beside it."""
    data = read(path)
    if path.endswith('.pdf'):
        return check_document_files(openssl, path, data)
    record = read_record(data)
    stem = path[:-len('.json')]
    if os.path.exists(stem + '.p7s'):
        # The signing time is inside the signature; the chain is judged as of when the note was closed.
        _, subject, usage = openssl.verify(data, read(stem + '.p7s'), record['createdAt'])
        check_usage(usage)
        return describe(record, 'own signature, ' + subject)
    proof = read_proof(stem, data)
    if proof.get('noteId') != record['noteId'] or proof.get('no') != record['no']:
        raise Wrong('proof: belongs to another note')
    return describe(record, check_under_day(openssl, path, data, proof, record['clinic']))


def check_document_files(openssl, path, data):
    """A document's pages: the PDF itself is what is signed."""
    stem = path[:-len('.pdf')]
    if os.path.exists(stem + '.p7s'):
        # A PDF says no instant that could be trusted: the chain is judged as of the signature's own time.
        cms = read(stem + '.p7s')
        _, subject, usage = openssl.verify(data, cms, openssl.signing_time(cms))
        check_usage(usage)
        return 'document %s: own signature, %s' % (os.path.basename(stem), subject)
    proof = read_proof(stem, data)
    if 'documentId' not in proof:
        raise Wrong('proof: belongs to a note')
    return 'document %s: %s' % (proof['documentId'], check_under_day(openssl, path, data, proof, None))


def read_proof(stem, data):
    proof = json.loads(read(stem + '.proof.json').decode('utf-8'))
    if proof.get('format') != 'klinikbok-proof-1' or proof['digest'] != sha256(data).hex():
        raise Wrong('proof: belongs to another note or document')
    return proof


def check_under_day(openssl, path, data, proof, clinic):
    """From the file by its proof to the day's manifest, and from there to the card."""
    day = os.path.join(os.path.dirname(path), 'dag-' + proof['day'])
    manifest, _ = check_day(openssl, read(day + '.json'), read(day + '.p7s'))
    if manifest['id'] != proof['day'] or (clinic is not None and manifest['clinic'] != clinic):
        raise Wrong('manifest: belongs to another day or clinic')
    check_place(data, manifest, proof['index'], proof['count'], proof['path'])
    limit = '; ' + LIMITED if manifest['purpose'] == 'login' else ''
    signer = manifest['signer']
    return 'number %d of %d under the day signature of %s, %s, %s%s' % (proof['index'] + 1, proof['count'], signer['name'], signer['title'], manifest['signedAt'], limit)


def describe(record, how):
    return 'note %s version %d (%s, written by %s, %s): %s' % (record['noteId'], record['no'], record['kind'], record['author']['name'], record['author']['title'], how)


def authorities_of(database):
    """The certificates that the clinic trusts, from its own settings, as PEM."""
    row = database.execute("SELECT value FROM setting WHERE key = 'trust'").fetchone()
    if not row:
        sys.exit('ERROR: the database names no authorities; give --ca')
    pem = []
    for text in json.loads(row[0])['certificates']:
        print('trusting, as the database says: sha256 ' + sha256(base64.b64decode(text)).hex())
        pem.append('-----BEGIN CERTIFICATE-----\n' + base64.encodebytes(base64.b64decode(text)).decode() + '-----END CERTIFICATE-----\n')
    return ''.join(pem).encode()


# Each kind of text: its versions, whose they are, what a line calls it.
CHAINS = (
    ('note', 'SELECT note_id, no, digest, prev_digest, record FROM note_version ORDER BY note_id, no'),
    ('document', 'SELECT document_id, no, digest, prev_digest, record FROM document_version ORDER BY document_id, no'),
)


def check_chains(database, report):
    """Every kept version hashes to its digest and names the version before it; destroyed texts keep their place in the chain."""
    count = 0
    for kind, sql in CHAINS:
        last = (None, None)
        for thing, no, digest, previous, record in database.execute(sql):
            count += 1
            if record is not None and sha256(record.encode('utf-8')).hex() != digest:
                report('%s %s version %d: the text does not hash to its digest' % (kind, thing, no))
            if previous != (last[1] if last[0] == thing else None):
                report('%s %s version %d: does not follow on the version before' % (kind, thing, no))
            last = (thing, digest)
    return count


def check_days(database, openssl, report):
    """Every day's manifest and card signature, and that no day of anybody is missing."""
    days, last = {}, (None, 0, None)
    for day, signer, number, digest, previous, certificate, manifest, cms in database.execute(
            'SELECT id, signer_id, number, digest, previous, cert_sha256, manifest, cms FROM day_signature ORDER BY signer_id, number'):
        data = manifest.encode('utf-8')
        try:
            read_out, der = check_day(openssl, data, cms)
            if sha256(data).hex() != digest or read_out['id'] != day or read_out['signer']['id'] != signer or read_out['number'] != number or read_out['previous'] != previous:
                raise Wrong('manifest: is not the one that was stored')
            if sha256(der).hex() != certificate:
                raise Wrong('certificate: is another one than was stored')
            before = last if last[0] == signer else (signer, 0, None)
            if number != before[1] + 1 or previous != before[2]:
                raise Wrong('chain: a day before it is missing')
            days[day] = read_out
        except (Wrong, KeyError, ValueError) as problem:
            report('day %s: %s' % (day, problem))
        last = (signer, number, digest)
    return days


def check_signature(row, days, openssl):
    """One row of `signature`. Gives what limits its worth, or nothing."""
    record = row['record'].encode('utf-8')
    said = read_record(record)
    if said['noteId'] != row['note_id'] or said['no'] != row['no']:
        raise Wrong('record: is that of another note')
    return check_mark(row, record, days, openssl)


def check_document(row, days, openssl):
    """One row of `document_signature`: it covers the bytes of the pages, as they left."""
    if sha256(row['pdf']).hex() != row['sha256']:
        raise Wrong('pages: are not those that were locked')
    return check_mark(row, row['pdf'], days, openssl)


def check_mark(row, file, days, openssl):
    """The signature of its own or the place under a day, over exactly this file."""
    if row['day_id'] is None:
        der, subject, usage = openssl.verify(file, row['cms'], row['signed_at'])
        check_usage(usage)
        check_identity(subject, row['signer_hsa'])
        if sha256(der).hex() != row['cert_sha256']:
            raise Wrong('certificate: is another one than was stored')
    else:
        manifest = days.get(row['day_id'])
        if manifest is None:
            raise Wrong('day %s does not hold' % row['day_id'])
        check_place(file, manifest, row['leaf_index'], manifest['count'], json.loads(row['path']))
        signer = manifest['signer']
        if (signer['id'], signer['name'], signer['title']) != (row['signer_id'], row['signer_name'], row['signer_title']):
            raise Wrong('signer: the list names somebody else than the manifest')
    return LIMITED if row['method'].endswith('-login') else PRACTICE if row['method'].startswith('practice') else None


SIGNED_NOTES = 'SELECT s.*, v.record FROM signature s JOIN note_version v ON v.note_id = s.note_id AND v.no = s.no ORDER BY s.note_id, s.no'
SIGNED_DOCUMENTS = 'SELECT s.*, f.pdf, f.sha256 FROM document_signature s JOIN document_file f ON f.document_id = s.document_id ORDER BY s.document_id'
WAITING = ('SELECT (SELECT count(*) FROM note_lock l LEFT JOIN signature s ON s.note_id = l.note_id AND s.no = l.no WHERE s.note_id IS NULL) + '
           '(SELECT count(*) FROM document_file f LEFT JOIN document_signature s ON s.document_id = f.document_id WHERE s.document_id IS NULL)')


def check_database(path, ca):
    """Walks a whole restored database. Prints what does not hold, and counts."""
    database = sqlite3.connect('file:%s?mode=ro' % path, uri=True)
    database.row_factory = sqlite3.Row
    openssl = OpenSsl(ca if ca is not None else authorities_of(database))
    problems, limits = [], {}
    versions = check_chains(database, problems.append)
    days = check_days(database, openssl, problems.append)
    signed = destroyed = 0

    def hold(name, check, row):
        nonlocal signed
        try:
            limit = check(row, days, openssl)
            signed += 1
            if limit:
                limits[limit] = limits.get(limit, 0) + 1
        except (Wrong, KeyError, ValueError) as problem:
            problems.append('%s: %s' % (name, problem))

    for row in database.execute(SIGNED_NOTES):
        if row['record'] is None:
            destroyed += 1
        else:
            hold('note %s version %d' % (row['note_id'], row['no']), check_signature, row)
    for row in database.execute(SIGNED_DOCUMENTS):
        if row['pdf'] is None:
            destroyed += 1
        else:
            hold('document ' + row['document_id'], check_document, row)
    waiting = database.execute(WAITING).fetchone()[0]
    for problem in problems:
        print('WRONG ' + problem)
    for limit, count in sorted(limits.items()):
        print('%d %s' % (count, limit))
    print('%d versions, %d signatures hold, %d days, %d locked without signature, %d lawfully destroyed, %d wrong' % (versions, signed, len(days), waiting, destroyed, len(problems)))
    return not problems


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('note', nargs='*', help='exported note, the .json of its text, or a document, its .pdf')
    arguments.add_argument('--ca', help='certificates of the authorities that you trust, PEM')
    arguments.add_argument('--database', help='restored, decrypted database')
    given = arguments.parse_args()
    ca = read(given.ca) if given.ca else None
    if given.database:
        return check_database(given.database, ca)
    if not given.note or ca is None:
        arguments.error('give --ca and a note or a document, or --database')
    openssl, held = OpenSsl(ca), True
    for path in given.note:
        try:
            print('OK ' + check_files(openssl, path))
        except (Wrong, OSError, KeyError, ValueError) as problem:
            held = False
            print('WRONG %s: %s' % (path, problem))
    return held


if __name__ == '__main__':
    sys.exit(0 if main() else 1)
