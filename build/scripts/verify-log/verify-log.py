#!/usr/bin/env python3
"""Checks an exported access log of Klinikbok without Klinikbok: python3 and nothing else.

  python3 verify-log.py EXPORT.ndjson [--anchor SEQ:HASH]... [--fingerprint SHA256]

--anchor       a point known from elsewhere: a backup's manifest, the monthly receipt
--fingerprint  SHA-256 of the clinic's device certificate as printed on the receipt

Each row's hash is SHA-256("pm-audit-v1\\0" + RFC 8785 JSON of the row without "hash"), and each row carries the hash
of the one before. Checkpoints are ECDSA P-256 signatures over "pm-checkpoint-v1\\0" + RFC 8785 JSON of seq, hash, at.
Exit code 0: every row is what was written. 1: the first bad row is named. 2: this is not such a file.
"""
import base64
import hashlib
import json
import sys

GENESIS = "0" * 64
# NIST P-256 (FIPS 186-5)
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def canonical(value):
    """RFC 8785 for what our rows hold: ASCII keys, texts, whole numbers, null."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def add(p, q):
    if p is None:
        return q
    if q is None:
        return p
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        slope = (3 * p[0] * p[0] - 3) * pow(2 * p[1], -1, P) % P
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P) % P
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def multiply(k, point):
    result = None
    while k:
        if k & 1:
            result = add(result, point)
        point = add(point, point)
        k >>= 1
    return result


def read_signature(der):
    """The two numbers of an ECDSA signature; ValueError for anything that is not strict DER."""
    if len(der) < 8 or der[0] != 0x30 or der[1] != len(der) - 2:
        raise ValueError("not a signature")
    numbers, at = [], 2
    for _ in range(2):
        if der[at] != 0x02:
            raise ValueError("not a signature")
        end = at + 2 + der[at + 1]
        numbers.append(int.from_bytes(der[at + 2:end], "big"))
        at = end
    if at != len(der):
        raise ValueError("not a signature")
    return numbers


def is_signed(key, message, signature):
    try:
        r, s = read_signature(base64.b64decode(signature, validate=True))
    except (ValueError, IndexError):
        return False
    if not (0 < r < N and 0 < s < N):
        return False
    e = int.from_bytes(hashlib.sha256(message).digest(), "big")
    w = pow(s, -1, N)
    point = add(multiply(e * w % N, G), multiply(r * w % N, key))
    return point is not None and point[0] % N == r


def key_of(certificate):
    at = certificate.find(SPKI)
    if at < 0:
        sys.exit("not a log export: the certificate holds no P-256 key")
    raw = certificate[at + len(SPKI):at + len(SPKI) + 64]
    x, y = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    if (y * y - (x * x * x - 3 * x + B)) % P != 0:
        sys.exit("not a log export: the key is no point of the curve")
    return x, y


def bad(message):
    print("NOT IN ORDER: " + message)
    sys.exit(1)


def main(arguments):
    anchors, fingerprint, names = {}, None, []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--anchor":
            seq, _, value = next(rest).partition(":")
            anchors[int(seq)] = value.lower()
        elif argument == "--fingerprint":
            fingerprint = next(rest).replace(":", "").lower()
        else:
            names.append(argument)
    if len(names) != 1:
        print(__doc__)
        sys.exit(2)
    previous, count, known, checkpoints, end, key = GENESIS, 0, {}, 0, None, None
    with open(names[0], encoding="utf-8") as file:
        for line in file:
            try:
                item = json.loads(line)
            except ValueError:
                bad(f"the line after row {count} cannot be read")
            if key is None:
                if item.get("format") != "pm-audit-export/1":
                    print("not a log export")
                    sys.exit(2)
                certificate = base64.b64decode(item["certificate"])
                digest = hashlib.sha256(certificate).hexdigest()
                if fingerprint is not None and digest != fingerprint:
                    bad("signed by another key than the printed one: " + digest)
                key = key_of(certificate)
            elif "row" in item:
                row = dict(item["row"])
                stored = row.pop("hash")
                if row["seq"] != count + 1:
                    bad(f"row {count + 1} is missing or out of place (found row {row['seq']})")
                if hashlib.sha256(b"pm-audit-v1\0" + canonical(row)).hexdigest() != stored:
                    bad(f"row {row['seq']} was changed")
                if row["prev_hash"] != previous:
                    bad(f"row {row['seq']} does not follow the row before it")
                if row["seq"] in anchors and anchors[row["seq"]] != stored:
                    bad(f"row {row['seq']} is not the anchored one: the log was written anew")
                previous, count = stored, count + 1
                known[count] = stored
            elif "checkpoint" in item:
                point = item["checkpoint"]
                message = b"pm-checkpoint-v1\0" + canonical({name: point[name] for name in ("seq", "hash", "at")})
                if not is_signed(key, message, point["signature"]):
                    bad(f"the checkpoint at row {point['seq']} was not signed by the clinic's key")
                if known.get(point["seq"]) != point["hash"]:
                    bad(f"row {min(point['seq'], count + 1)} does not fit the signed checkpoint at row {point['seq']}")
                checkpoints += 1
            elif "end" in item:
                end = item["end"]
    if end is None or end["rows"] != count or (count > 0 and end["hash"] != previous):
        bad(f"row {count + 1} is missing: the export ends here")
    beyond = [seq for seq in anchors if seq > count]
    if beyond:
        bad(f"row {count + 1} is missing: row {max(beyond)} is anchored")
    print(f"in order: {count} rows, {checkpoints} signed checkpoints, last hash {previous}")


if __name__ == "__main__":
    main(sys.argv[1:])
