#!/usr/bin/env python3
"""Restores a Klinikbok database from its backups, without Klinikbok.

Needs python3 (3.8 or newer, nothing installed beside it), `age` 1.0 or newer and `openssl`. See README.md beside this file.

  python3 restore.py --repo FOLDER     --kit kit.txt --list
  python3 restore.py --server SHEET    --kit kit.txt --list          (SHEET: text of the server sheet; s3_place.py beside this file)
  python3 restore.py --repo FOLDER     --kit kit.txt --out NEWFOLDER [--machine M] [--generation N]

Writes NEWFOLDER/clinic.db (still encrypted, byte for byte the file that was backed up), NEWFOLDER/vault/, NEWFOLDER/manifest.json.
Started again with the same NEWFOLDER it goes on where it was stopped. Then sqlcipher-to-sqlite.py.
Exit code 0: exactly the file that was backed up. 2: pages are missing; NEWFOLDER/missing.json says which. 1: nothing restored.
"""
import argparse
import base64
import collections
import concurrent.futures
import hashlib
import hmac
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

PACK = re.compile(r'^m/[0-9a-f]{16}/packs/[0-9a-f]{32}\.age$')
VAULT = re.compile(r'^m/[0-9a-f]{16}/vault/[0-9a-f]{32}\.age$')
SNAP = re.compile(r'^m/([0-9a-f]{16})/snap/(\d{8})-[0-9a-f]{32}\.age$')
VAULT_PATH = re.compile(r'^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$')
BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
AT_ONCE = 4


def fail(text):
    sys.exit('ERROR: ' + text)


def is_bech32(text):
    """The checksum of BIP 173: finds a mistyped character of the identity."""
    human, _, data = text.lower().rpartition('1')
    values = [ord(c) >> 5 for c in human] + [0] + [ord(c) & 31 for c in human] + [BECH32.find(c) for c in data]
    if -1 in values:
        return False
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1ffffff) << 5 ^ value
        for bit, generator in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
            check ^= generator if top >> bit & 1 else 0
    return check == 1


class Kit:
    """The text of the recovery kit: identity, fingerprint of the signing key, database key. The last two may be missing."""

    def __init__(self, path):
        try:
            text = open(path, encoding='utf-8').read()
        except (OSError, UnicodeDecodeError) as problem:
            fail('the kit cannot be read: %s' % problem)
        identity = re.search(r'AGE-SECRET-KEY-1[0-9A-Z]+', re.sub(r'(?m)^#.*$', '', text).upper().replace(' ', ''))
        if not identity:
            fail('no line AGE-SECRET-KEY-1... in ' + path)
        self.identity = identity.group(0)
        if len(self.identity) != 74 or not is_bech32(self.identity):
            fail('the line AGE-SECRET-KEY-1... in %s is mistyped: it has %d characters (74 are right), and a wrong, missing or swapped one among them'
                 % (path, len(self.identity)))
        self.signer, self.key = self.field(text, 'signing-key'), self.field(text, 'database-key')

    @staticmethod
    def field(text, name):
        """64 hex digits after `# name:`, or None when there is no such line."""
        line = re.search(r'(?m)^#[ \t]*%s:[ \t]*(.*)$' % name, text)
        if not line:
            return None
        digits = re.sub(r'\s', '', line.group(1)).lower()
        if not re.fullmatch(r'[0-9a-f]{64}', digits):
            fail('the line "# %s:" of the kit must be 64 digits 0-9 a-f; it has %d characters' % (name, len(digits)))
        return digits

    def fits(self, manifest):
        """Whether the database key is the one of this backup; True when the kit names none."""
        return self.key is None or hmac.new(bytes.fromhex(self.key), b'pm/db/kcv/v1', 'sha256').hexdigest()[:32] == manifest['keyCheck']


class Folder:
    """A repository in a folder, on a disk or a share."""

    def __init__(self, root):
        inner = os.path.join(root, 'Klinikbok-backup')
        self.root = root if os.path.isfile(os.path.join(root, 'VERSION')) or not os.path.isdir(inner) else inner
        if not os.path.isdir(os.path.join(self.root, 'm')):
            fail('no backups in %s: the right folder has a file VERSION and a folder m in it' % root)

    def __str__(self):
        return self.root

    def list(self, prefix):
        found = []
        for folder, _, names in os.walk(os.path.join(self.root, *prefix.rstrip('/').split('/'))):
            inside = os.path.relpath(folder, self.root).replace(os.sep, '/')
            found.extend(inside + '/' + name for name in names if not name.endswith('.part'))
        return sorted(found)

    def candidates(self, key):
        """What lies under this name: nothing or one thing."""
        try:
            with open(os.path.join(self.root, *key.split('/')), 'rb') as source:
                yield source.read()
        except OSError:
            return


class Opener:
    """Opens age files with the kit's identity; keeps it in a file that only this account may read, and removes it."""

    def __init__(self, identity):
        self.folder = tempfile.TemporaryDirectory()
        self.identity = os.path.join(self.folder.name, 'identity')
        with open(os.open(self.identity, os.O_WRONLY | os.O_CREAT, 0o600), 'w') as out:
            out.write(identity + '\n')

    def open(self, sealed):
        try:
            done = subprocess.run(['age', '-d', '-i', self.identity], input=sealed, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        except FileNotFoundError:
            fail('the program age is not installed here (https://age-encryption.org)')
        return done.stdout if done.returncode == 0 else None

    def verify(self, line, signature, key_der):
        """openssl dgst -verify over the manifest line."""
        names = {}
        for name, content in (('line', line), ('sig', signature), ('der', key_der)):
            names[name] = os.path.join(self.folder.name, name)
            with open(names[name], 'wb') as out:
                out.write(content)
        pem = os.path.join(self.folder.name, 'pem')
        try:
            made = subprocess.run(['openssl', 'pkey', '-pubin', '-inform', 'DER', '-in', names['der'], '-out', pem], stderr=subprocess.PIPE)
        except FileNotFoundError:
            fail('the program openssl is not installed here')
        if made.returncode != 0:
            return False
        checked = subprocess.run(['openssl', 'dgst', '-sha256', '-verify', pem, '-signature', names['sig'], names['line']], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return checked.returncode == 0


def open_manifest(sealed, opener, fingerprint):
    """(line 1 of the manifest, None), or (None, why not)."""
    text = opener.open(sealed)
    if text is None:
        return None, 'cannot be opened with this kit, or is damaged'
    parts = text.split(b'\n')
    try:
        signature, key_der = base64.b64decode(parts[1]), base64.b64decode(parts[2])
    except (IndexError, ValueError):
        return None, 'is damaged'
    if fingerprint and hashlib.sha256(key_der).hexdigest() != fingerprint:
        return None, 'was signed by another key than the one in the kit'
    return (parts[0], None) if opener.verify(parts[0], signature, key_der) else (None, 'has a wrong signature')


def find_manifest(place, key, opener, fingerprint):
    """The first of what lies under this name that was signed by the clinic."""
    why = 'is not there any more'
    for sealed in place.candidates(key):
        line, why = open_manifest(sealed, opener, fingerprint)
        if line is not None:
            return line, None
    return None, why


def choose(args, place, opener, kit):
    """The wanted manifests (line 1 of each), oldest first. Says what it leaves out and why."""
    opened = []
    for key in place.list('m/'):
        match = SNAP.match(key)
        if not match or args.machine and match.group(1) != args.machine or args.generation and int(match.group(2)) != args.generation:
            continue
        line, why = find_manifest(place, key, opener, kit.signer)
        if line is None:
            print('skipped %s: %s' % (key, why), file=sys.stderr)
        elif json.loads(line)['format'] != 'klinikbok-manifest/1':
            print('skipped %s: is of a newer format than this script knows; take the newest scripts in tools/' % key, file=sys.stderr)
        else:
            opened.append(line)
    if not opened:
        fail('no backup in %s can be opened' % place)
    return sorted(opened, key=lambda line: (json.loads(line)['createdAt'], json.loads(line)['seq']))


def describe(m):
    c = m['counts']
    return '%s  machine %s  generation %d  %s  %.1f MB  patients %d  notes %d  versions %d  log rows %d (last %s)' % (
        m['createdAt'], m['machineId'], m['seq'], m['clinicName'], m['pages'] * m['pageSize'] / 1e6,
        c['patients'], c['notes'], c['versions'], c['log'], m['logHead']['seq'])


def fetch(place, wanted, opener):
    """What lies in the place under this name with this SHA-256, decrypted; None when it is not there."""
    for sealed in place.candidates(wanted['key']):
        if hashlib.sha256(sealed).hexdigest() == wanted['sha256']:
            return opener.open(sealed)
    return None


class Progress:
    """Which packs are in the unfinished file already, so that a stopped restore goes on."""

    def __init__(self, out, line):
        self.file = os.path.join(out, 'progress.txt')
        self.part = os.path.join(out, 'clinic.db.part')
        digest = hashlib.sha256(line).hexdigest()
        said = open(self.file).read().split() if os.path.exists(self.file) and os.path.exists(self.part) else []
        if said and said[0] != digest:
            fail('%s holds an unfinished restore of another backup: take another folder, or delete this one' % out)
        self.done = set(said[1:])
        self.log = open(self.file, 'a')
        if not said:
            self.note(digest)

    def note(self, text):
        self.log.write(text + '\n')
        self.log.flush()
        os.fsync(self.log.fileno())


def packs_of(m):
    """Pack number -> [(first page from 0, offset in the pack, count)]."""
    by_pack, page = {}, 0
    for pack, offset, count in m['extents']:
        by_pack.setdefault(pack, []).append((page, offset, count))
        page += count
    if page != m['pages'] or any(not PACK.match(pack['key']) for pack in m['packs']):
        fail('the list of contents is not one of ours')
    return by_pack


def in_order(pool, work, items):
    """(item, result) in order, with a few under way at once and no more in memory."""
    waiting = collections.deque()
    for item in items:
        waiting.append((item, pool.submit(work, item)))
        if len(waiting) >= AT_ONCE:
            first, future = waiting.popleft()
            yield first, future.result()
    while waiting:
        first, future = waiting.popleft()
        yield first, future.result()


def write_database(place, m, progress, opener):
    """Writes the unfinished file; returns {pack key: [[first page, last page] from 1]} of what is not there."""
    size, by_pack, missing = m['pageSize'], packs_of(m), {}
    mode = 'r+b' if os.path.exists(progress.part) else 'x+b'
    left = [number for number in sorted(by_pack) if m['packs'][number]['key'] not in progress.done]
    with open(progress.part, mode) as out, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        out.truncate(m['pages'] * size)
        for count_done, (number, content) in enumerate(in_order(pool, lambda number: fetch(place, m['packs'][number], opener), left)):
            pack = m['packs'][number]
            if content is None or len(content) != pack['pages'] * size:
                missing[pack['key']] = [[page + 1, page + count] for page, _, count in by_pack[number]]
            else:
                for page, offset, count in by_pack[number]:
                    out.seek(page * size)
                    out.write(content[offset * size:(offset + count) * size])
                out.flush()
                os.fsync(out.fileno())
                progress.note(pack['key'])
            print('\rpack %d of %d' % (len(by_pack) - len(left) + count_done + 1, len(by_pack)), end='', file=sys.stderr)
        print(file=sys.stderr)
    return missing


def hash_of(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as source:
        for piece in iter(lambda: source.read(1 << 20), b''):
            digest.update(piece)
    return digest.hexdigest()


def write_vault(place, m, folder, opener):
    vault = m['vault']
    if vault is None:
        return
    if not VAULT.match(vault['key']):
        fail('the vault name points outside the backup')
    content = fetch(place, vault, opener)
    if content is None:
        print('WARNING: the sign-in files (vault) are missing or damaged; the database itself does not need them', file=sys.stderr)
        return
    for item in json.loads(content)['files']:
        if not VAULT_PATH.match(item['path']):
            fail('a vault file points outside the folder')
        target = os.path.join(folder, *item['path'].split('/'))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, 'wb') as out:
            out.write(base64.b64decode(item['base64']))
        if item['path'] == 'destroyed.txt':
            print('NOTE: records were destroyed by decision of an authority; destroyed.txt names them. They must not be read from an older backup (FORMAT.md, section 13)', file=sys.stderr)


def restore(place, line, out, opener):
    """Exit code: 0 exact, 2 with pages missing."""
    m = json.loads(line)
    target = os.path.join(out, 'clinic.db')
    if os.path.exists(target):
        fail('%s is already there: take another folder' % target)
    os.makedirs(out, mode=0o700, exist_ok=True)
    if os.listdir(out) and not os.path.exists(os.path.join(out, 'progress.txt')):
        fail(out + ' is not empty')
    free, needed = shutil.disk_usage(out).free, m['pages'] * m['pageSize']
    if not os.path.exists(os.path.join(out, 'clinic.db.part')) and free < needed:
        fail('not enough room in %s: %.0f MB are needed, %.0f MB are free' % (out, needed / 1e6, free / 1e6))
    progress = Progress(out, line)
    missing = write_database(place, m, progress, opener)
    write_vault(place, m, out, opener)
    with open(os.path.join(out, 'manifest.json'), 'wb') as file:
        file.write(line)
    if not missing and hash_of(progress.part) != m['fileSha256']:
        fail('the restored file is not the one that was backed up; it is kept as ' + progress.part)
    os.rename(progress.part, target)
    progress.log.close()
    os.remove(progress.file)
    if missing:
        return tell_missing(m, missing, out)
    print('OK: %s is exactly the file that was backed up' % target)
    return 0


def tell_missing(m, missing, out):
    pages = [page for ranges in missing.values() for first, last in ranges for page in range(first, last + 1)]
    with open(os.path.join(out, 'missing.json'), 'w') as file:
        json.dump({'pages': len(pages), 'packs': [{'key': key, 'pages': ranges} for key, ranges in sorted(missing.items())]}, file, indent=1)
    for key in sorted(missing):
        print('missing or damaged: ' + key, file=sys.stderr)
    print('DAMAGED: %d of %d pages are missing: %s' % (len(pages), m['pages'], ' '.join(map(str, sorted(pages)[:50]))), file=sys.stderr)
    print('All other pages are restored. The whole list is in %s. If the clinic has another place with backups, try that one too.'
          % os.path.join(out, 'missing.json'), file=sys.stderr)
    return 2


def open_place(args):
    if args.repo:
        return Folder(args.repo)
    import s3_place
    return s3_place.Server(s3_place.read_sheet(args.server))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument('--repo', help='the folder with the backups')
    where.add_argument('--server', help="text of the server sheet, the recovery kit's supplement")
    parser.add_argument('--kit', required=True)
    parser.add_argument('--out')
    parser.add_argument('--list', action='store_true')
    parser.add_argument('--machine')
    parser.add_argument('--generation', type=int)
    args = parser.parse_args()
    kit = Kit(args.kit)
    opener = Opener(kit.identity)
    if not kit.signer:
        print('NOTE: the kit text names no signing key; signatures are checked, but not whose they are', file=sys.stderr)
    place = open_place(args)
    lines = choose(args, place, opener, kit)
    for line in lines if args.list or not args.out else lines[-1:]:
        print(describe(json.loads(line)), file=sys.stdout if args.list or not args.out else sys.stderr)
    if not kit.fits(json.loads(lines[-1])):
        print('WARNING: the line "# database-key:" of the kit is not the key of this database: mistyped, or of another kit', file=sys.stderr)
    return 0 if args.list or not args.out else restore(place, lines[-1], args.out, opener)


if __name__ == '__main__':
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        fail('stopped; the same command goes on from here')
    except Exception as problem:  # a server's refusal and a full disk have words of their own; anything else is worth seeing whole
        if type(problem).__name__ == 'Unreachable' or isinstance(problem, OSError):
            fail(str(problem))
        raise
