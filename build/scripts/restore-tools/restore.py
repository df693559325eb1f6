#!/usr/bin/env python3
"""Restores a Klinikbok database from its backup folder, without Klinikbok.

Needs python3 (3.8 or newer, nothing installed beside it), `age` 1.0 or newer and `openssl`. See README.md beside this file.

  python3 restore.py --repo FOLDER --kit kit.txt --list
  python3 restore.py --repo FOLDER --kit kit.txt --out NEWFOLDER [--machine M] [--generation N]

Writes NEWFOLDER/clinic.db (still encrypted, byte for byte the file that was backed up) and NEWFOLDER/vault/.
Then: python3 sqlcipher-to-sqlite.py NEWFOLDER/clinic.db plain.sqlite --kit kit.txt
"""
import argparse
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

PACK = re.compile(r'^m/[0-9a-f]{16}/packs/[0-9a-f]{32}\.age$')
VAULT = re.compile(r'^m/[0-9a-f]{16}/vault/[0-9a-f]{32}\.age$')
SNAP = re.compile(r'^(\d{8})-[0-9a-f]{32}\.age$')
VAULT_PATH = re.compile(r'^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$')


def fail(text):
    sys.exit('ERROR: ' + text)


def read_kit(path):
    """Identity and signing-key fingerprint from the text of the recovery kit."""
    text = open(path, encoding='utf-8').read()
    identity = re.search(r'AGE-SECRET-KEY-1[0-9A-Z]{58}', re.sub(r'(?m)^#.*$', '', text).upper())
    if not identity:
        fail('no line AGE-SECRET-KEY-1... in ' + path)
    signer = re.search(r'(?m)^#\s*signing-key:\s*([0-9a-fA-F ]{64,})', text)
    return identity.group(0), signer.group(1).replace(' ', '').lower() if signer else None


class Opener:
    """Opens age files with the kit's identity; keeps it in a file that only this account may read, and removes it."""

    def __init__(self, identity):
        self.folder = tempfile.TemporaryDirectory()
        self.identity = os.path.join(self.folder.name, 'identity')
        with open(os.open(self.identity, os.O_WRONLY | os.O_CREAT, 0o600), 'w') as out:
            out.write(identity + '\n')

    def open(self, sealed):
        done = subprocess.run(['age', '-d', '-i', self.identity], input=sealed, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.stdout if done.returncode == 0 else None

    def verify(self, line, signature, key_der):
        """openssl dgst -verify over the manifest line."""
        names = {}
        for name, content in (('line', line), ('sig', signature), ('der', key_der)):
            names[name] = os.path.join(self.folder.name, name)
            with open(names[name], 'wb') as out:
                out.write(content)
        pem = os.path.join(self.folder.name, 'pem')
        made = subprocess.run(['openssl', 'pkey', '-pubin', '-inform', 'DER', '-in', names['der'], '-out', pem], stderr=subprocess.PIPE)
        if made.returncode != 0:
            return False
        checked = subprocess.run(['openssl', 'dgst', '-sha256', '-verify', pem, '-signature', names['sig'], names['line']], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return checked.returncode == 0


def open_manifest(path, opener, fingerprint):
    """The manifest of one backup, or (None, why)."""
    text = opener.open(open(path, 'rb').read())
    if text is None:
        return None, 'cannot be opened with this kit, or is damaged'
    parts = text.split(b'\n')
    if len(parts) < 3:
        return None, 'is damaged'
    key_der = base64.b64decode(parts[2])
    if fingerprint and hashlib.sha256(key_der).hexdigest() != fingerprint:
        return None, 'was signed by another key than the one in the kit'
    if not opener.verify(parts[0], base64.b64decode(parts[1]), key_der):
        return None, 'has a wrong signature'
    return json.loads(parts[0]), None


def snapshots(repo):
    found = []
    root = os.path.join(repo, 'm')
    for machine in sorted(os.listdir(root)) if os.path.isdir(root) else []:
        folder = os.path.join(root, machine, 'snap')
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            match = SNAP.match(name)
            if match:
                found.append((machine, int(match.group(1)), os.path.join(folder, name)))
    return found


def choose(args, opener, fingerprint):
    """Opens the wanted manifests; newest by date when none is named."""
    opened = []
    for machine, seq, path in snapshots(args.repo):
        if args.machine and machine != args.machine or args.generation and seq != args.generation:
            continue
        manifest, why = open_manifest(path, opener, fingerprint)
        if manifest is None:
            print('skipped %s: %s' % (path, why), file=sys.stderr)
        else:
            opened.append(manifest)
    if not opened:
        fail('no backup here can be opened')
    return sorted(opened, key=lambda m: (m['createdAt'], m['seq']))


def describe(m):
    c = m['counts']
    return '%s  machine %s  generation %d  %s  %.1f MB  patients %d  notes %d  versions %d  log rows %d (last %s)' % (
        m['createdAt'], m['machineId'], m['seq'], m['clinicName'], m['pages'] * m['pageSize'] / 1e6,
        c['patients'], c['notes'], c['versions'], c['log'], m['logHead']['seq'])


def load_pack(repo, pack, page_size, opener):
    if not PACK.match(pack['key']):
        fail('a pack name points outside the backup')
    try:
        sealed = open(os.path.join(repo, *pack['key'].split('/')), 'rb').read()
    except OSError:
        return None
    if hashlib.sha256(sealed).hexdigest() != pack['sha256']:
        return None
    content = opener.open(sealed)
    return content if content is not None and len(content) == pack['pages'] * page_size else None


def write_database(repo, m, target, opener):
    """Writes the file; returns the page numbers that are missing."""
    size = m['pageSize']
    by_pack = {}
    page = 0
    for pack, offset, count in m['extents']:
        by_pack.setdefault(pack, []).append((page, offset, count))
        page += count
    missing = []
    with open(target, 'x+b') as out:
        out.truncate(m['pages'] * size)
        for number, (pack, places) in enumerate(sorted(by_pack.items())):
            content = load_pack(repo, m['packs'][pack], size, opener)
            for page, offset, count in places:
                if content is None:
                    missing.extend(range(page + 1, page + count + 1))
                else:
                    out.seek(page * size)
                    out.write(content[offset * size:(offset + count) * size])
            print('\rpack %d of %d' % (number + 1, len(by_pack)), end='', file=sys.stderr)
        print(file=sys.stderr)
        out.flush()
        os.fsync(out.fileno())
    return missing


def hash_of(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as source:
        for piece in iter(lambda: source.read(1 << 20), b''):
            digest.update(piece)
    return digest.hexdigest()


def write_vault(repo, m, folder, opener):
    vault = m['vault']
    if vault is None:
        return
    if not VAULT.match(vault['key']):
        fail('the vault name points outside the backup')
    try:
        sealed = open(os.path.join(repo, *vault['key'].split('/')), 'rb').read()
    except OSError:
        sealed = b''
    content = opener.open(sealed) if hashlib.sha256(sealed).hexdigest() == vault['sha256'] else None
    if content is None:
        print('WARNING: the sign-in files (vault) are missing or damaged; the database itself does not need them', file=sys.stderr)
        return
    for item in json.loads(content)['files']:
        if not VAULT_PATH.match(item['path']):
            fail('a vault file points outside the folder')
        target = os.path.join(folder, *item['path'].split('/'))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, 'xb') as out:
            out.write(base64.b64decode(item['base64']))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--repo', required=True)
    parser.add_argument('--kit', required=True)
    parser.add_argument('--out')
    parser.add_argument('--list', action='store_true')
    parser.add_argument('--machine')
    parser.add_argument('--generation', type=int)
    args = parser.parse_args()
    identity, fingerprint = read_kit(args.kit)
    opener = Opener(identity)
    if not fingerprint:
        print('NOTE: the kit text names no signing key; signatures are checked, but not whose they are', file=sys.stderr)
    manifests = choose(args, opener, fingerprint)
    if args.list or not args.out:
        for manifest in manifests:
            print(describe(manifest))
        return
    manifest = manifests[-1]
    print(describe(manifest), file=sys.stderr)
    if os.path.exists(args.out) and os.listdir(args.out):
        fail(args.out + ' is not empty')
    os.makedirs(args.out, mode=0o700, exist_ok=True)
    target = os.path.join(args.out, 'clinic.db')
    missing = write_database(args.repo, manifest, target, opener)
    write_vault(args.repo, manifest, args.out, opener)
    if missing:
        print('DAMAGED: %d of %d pages are missing: %s' % (len(missing), manifest['pages'], ' '.join(map(str, missing[:50]))), file=sys.stderr)
        sys.exit(2)
    if hash_of(target) != manifest['fileSha256']:
        fail('the restored file is not the one that was backed up')
    print('OK: %s is exactly the file that was backed up' % target)


if __name__ == '__main__':
    main()
