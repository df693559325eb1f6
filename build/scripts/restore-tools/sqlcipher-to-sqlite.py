#!/usr/bin/env python3
"""Turns an encrypted clinic.db into a plain SQLite file, and checks every page on the way.

  python3 sqlcipher-to-sqlite.py clinic.db plain.sqlite --kit kit.txt
  python3 sqlcipher-to-sqlite.py clinic.db plain.sqlite          (asks for the database key)

Needs python3 and OpenSSL: its library if python finds it, otherwise the `openssl` command (the key is then visible to
other accounts of this computer while it runs). The result is readable by anybody who has it: delete it when done.
Format: SQLCipher 4 with a raw key. 4096-byte pages: AES-256-CBC, then IV (16) and HMAC-SHA512 (64) at the end of each.
"""
import argparse
import ctypes
import ctypes.util
import getpass
import hashlib
import hmac
import os
import re
import struct
import subprocess
import sys

PAGE = 4096
RESERVED = 80
LOCK_PAGE = 0x40000000 // PAGE + 1
BATCH = 512


def read_key(kit):
    if kit:
        match = re.search(r'(?m)^#\s*database-key:\s*([0-9a-fA-F ]{64,})', open(kit, encoding='utf-8').read())
        text = match.group(1) if match else ''
    else:
        text = getpass.getpass('Database key (64 hex digits): ')
    text = re.sub(r'\s', '', text)
    if not re.fullmatch(r'[0-9a-fA-F]{64}', text):
        sys.exit('ERROR: no database key of 64 hex digits')
    return bytes.fromhex(text)


def library_decryptor(key):
    """AES-256-CBC without padding through libcrypto, or None."""
    name = ctypes.util.find_library('crypto')
    if not name:
        return None
    lib = ctypes.CDLL(name)
    lib.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
    lib.EVP_aes_256_cbc.restype = ctypes.c_void_p

    def decrypt(data):
        ctx = ctypes.c_void_p(lib.EVP_CIPHER_CTX_new())
        out = ctypes.create_string_buffer(len(data) + 32)
        length = ctypes.c_int(0)
        good = lib.EVP_DecryptInit_ex(ctx, ctypes.c_void_p(lib.EVP_aes_256_cbc()), None, key, bytes(16))
        lib.EVP_CIPHER_CTX_set_padding(ctx, 0)
        good = good and lib.EVP_DecryptUpdate(ctx, out, ctypes.byref(length), data, len(data))
        lib.EVP_CIPHER_CTX_free(ctx)
        if not good:
            sys.exit('ERROR: libcrypto refused to decrypt')
        return out.raw[:length.value]

    return decrypt


def command_decryptor(key):
    def decrypt(data):
        return subprocess.run(['openssl', 'enc', '-d', '-aes-256-cbc', '-nopad', '-K', key.hex(), '-iv', '00' * 16],
                              input=data, stdout=subprocess.PIPE, check=True).stdout
    return decrypt


def convert(source, target, key, decrypt):
    """Returns the numbers of pages whose HMAC is wrong; they are written as zeros."""
    first = source.read(16)
    source.seek(0)
    mac_key = hashlib.pbkdf2_hmac('sha512', key, bytes(byte ^ 0x3a for byte in first), 2, 32)
    bad = []
    number = 0
    while True:
        piece = source.read(PAGE * BATCH)
        if not piece:
            return bad
        # CBC needs only the block before: IV and content of all pages in one run, the garbled IV blocks are thrown away
        chain, good = [], []
        for at in range(0, len(piece), PAGE):
            number += 1
            page = piece[at:at + PAGE]
            start = 16 if number == 1 else 0
            mac = hmac.new(mac_key, page[start:PAGE - RESERVED + 16] + struct.pack('<I', number), 'sha512').digest()
            sound = len(page) == PAGE and hmac.compare_digest(mac, page[PAGE - 64:])
            if not sound and not (number == LOCK_PAGE and page == bytes(PAGE)):
                bad.append(number)
            good.append((number, start, sound))
            if sound:
                chain.append(page[PAGE - RESERVED:PAGE - RESERVED + 16] + page[start:PAGE - RESERVED])
        plain = decrypt(b''.join(chain)) if chain else b''
        at = 0
        for page_number, start, sound in good:
            if not sound:
                target.write(bytes(PAGE))
                continue
            length = PAGE - RESERVED - start
            content = plain[at + 16:at + 16 + length]
            at += 16 + length
            if page_number == 1:
                # read and write version 1: no WAL belongs to the plain file, so it opens from read-only media too
                content = b'SQLite format 3\0' + content[:2] + b'\x01\x01' + content[4:]
            target.write(content + bytes(RESERVED))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('source')
    parser.add_argument('target')
    parser.add_argument('--kit')
    args = parser.parse_args()
    key = read_key(args.kit)
    decrypt = library_decryptor(key) or command_decryptor(key)
    with open(args.source, 'rb') as source, open(os.open(args.target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as target:
        bad = convert(source, target, key, decrypt)
    if 1 in bad:
        os.remove(args.target)
        sys.exit('ERROR: page 1 does not fit the key: wrong key, or the beginning of the file is damaged')
    if bad:
        sys.exit('DAMAGED: %d pages are wrong and were written as zeros: %s' % (len(bad), ' '.join(map(str, bad[:50]))))
    print('OK: every page checked; %s is plain SQLite' % args.target)


if __name__ == '__main__':
    main()
