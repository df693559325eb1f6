"""Reads a Klinikbok backup from an S3-compatible server: python3's standard library and nothing else. Used by restore.py.

Only GET requests are made: the list of keys, the list of versions, an object, a version of it. Signed with AWS Signature Version 4
(SHA-256 of an empty body, path-style addresses). Redirects are refused: the data go only to and from the host on the sheet.
"""
import email.utils
import hashlib
import hmac
import re
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as xml
import zlib
from datetime import datetime, timedelta, timezone

TRIES = 4
SECONDS = 60
EMPTY = hashlib.sha256(b'').hexdigest()
WORDS = {
    'InvalidAccessKeyId': 'the server does not know this access key (mistyped, or withdrawn): compare "access-key-id" with the server sheet',
    'SignatureDoesNotMatch': 'the secret key is not the right one: compare "secret-access-key" with the server sheet, letter by letter',
    'AccessDenied': 'the server refuses: this key may not read here',
    'NoSuchBucket': 'the server has no bucket of this name: compare "bucket" with the server sheet',
    'RequestTimeTooSkewed': "this computer's clock is wrong: set it and try again",
}


class Unreachable(Exception):
    """Why the server gives no answer that could be used, in words."""

    def __init__(self, text, code=''):
        super().__init__(text)
        self.code = code


class Gone(Exception):
    """There is no such object, or it was hidden by a delete marker."""


def read_sheet(path):
    """The server sheet (the supplement to the recovery kit): lines `# name: value`. Blanks inside typed keys do not matter."""
    try:
        text = open(path, encoding='utf-8').read()
    except (OSError, UnicodeDecodeError) as problem:
        raise Unreachable('the server sheet cannot be read: %s' % problem)
    found = re.findall(r'(?m)^[ \t]*#?[ \t]*([a-z][a-z-]{2,30})[ \t]*:[ \t]*(.*?)[ \t\r]*$', text)
    fields = {name: re.sub(r'\s', '', value) for name, value in reversed(found)}
    for name in ('endpoint', 'region', 'bucket', 'access-key-id', 'secret-access-key'):
        if not fields.get(name):
            raise Unreachable('no line "# %s: ..." in %s' % (name, path))
    fields['endpoint'] = fields['endpoint'].rstrip('/')
    fields['prefix'] = fields.get('prefix', '')
    authorities = [re.sub(r'\s', '', value) for name, value in found if name == 'authority' and value]
    covered = [fields[name] for name in ('endpoint', 'region', 'bucket', 'prefix', 'access-key-id', 'secret-access-key')] + authorities
    check = '%08x' % zlib.crc32(''.join(value + '\n' for value in covered).encode())
    if fields.get('check', check).lower() != check:
        raise Unreachable('the server sheet is mistyped: the lines do not fit the eight digits after "# check:"')
    fields['pem'] = ''.join('-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n' % '\n'.join(re.findall('.{1,64}', one)) for one in authorities)
    return fields


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def quote(text, safe=''):
    return urllib.parse.quote(text, safe=safe + '-_.~')


class Server:
    """One repository at a server. `list` and `candidates` are what restore.py asks of any place."""

    def __init__(self, fields):
        self.endpoint = fields['endpoint']
        self.host = urllib.parse.urlsplit(self.endpoint).netloc
        self.region, self.bucket, self.prefix = fields['region'], fields['bucket'], fields['prefix']
        self.key, self.secret = fields['access-key-id'], fields['secret-access-key']
        trust = ssl.create_default_context()
        if fields['pem']:
            trust.load_verify_locations(cadata=fields['pem'])
        self.opener = urllib.request.build_opener(NoRedirect, urllib.request.HTTPSHandler(context=trust))
        self.skew = timedelta(0)
        self.may_see_versions = True

    def __str__(self):
        return '%s, bucket %s, folder /%s' % (self.endpoint, self.bucket, self.prefix)

    def signed(self, path, query):
        """The headers of a GET, after https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html."""
        stamp = (datetime.now(timezone.utc) + self.skew).strftime('%Y%m%dT%H%M%SZ')
        scope = '%s/%s/s3/aws4_request' % (stamp[:8], self.region)
        names = 'host;x-amz-content-sha256;x-amz-date'
        request = '\n'.join(['GET', path, query, 'host:' + self.host, 'x-amz-content-sha256:' + EMPTY, 'x-amz-date:' + stamp, '', names, EMPTY])
        text = '\n'.join(['AWS4-HMAC-SHA256', stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
        key = ('AWS4' + self.secret).encode()
        for part in (*scope.split('/'),):
            key = hmac.new(key, part.encode(), 'sha256').digest()
        signature = hmac.new(key, text.encode(), 'sha256').hexdigest()
        return {'x-amz-date': stamp, 'x-amz-content-sha256': EMPTY,
                'Authorization': 'AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s' % (self.key, scope, names, signature)}

    def ask(self, key, fields):
        """One GET, with a few tries when the way there fails. Errors: Gone, Unreachable."""
        path = '/' + quote(self.bucket) + ('/' + quote(key, '/') if key else '')
        query = '&'.join('%s=%s' % (quote(name), quote(value)) for name, value in sorted(fields.items()))
        why = ''
        for attempt in range(TRIES):
            try:
                request = urllib.request.Request(self.endpoint + path + ('?' + query if query else ''), headers=self.signed(path, query))
                with self.opener.open(request, timeout=SECONDS) as answer:
                    return self.whole(answer)
            except urllib.error.HTTPError as refused:
                why = self.refusal(refused)
            except ssl.SSLError as wrong:
                raise Unreachable('the server cannot be trusted: %s' % wrong)
            except (OSError, EOFError) as broken:
                if isinstance(getattr(broken, 'reason', None), ssl.SSLError):
                    raise Unreachable('the server cannot be trusted (%s): is its certificate on the server sheet?' % broken.reason)
                why = 'no answer from %s: %s' % (self.host, getattr(broken, 'reason', broken))
            if attempt + 1 < TRIES:
                time.sleep(2 ** attempt * 0.5)
        raise Unreachable(why)

    @staticmethod
    def whole(answer):
        said = answer.headers.get('Content-Length')
        body = answer.read()
        if said is not None and len(body) != int(said):
            raise EOFError('the answer was cut off')
        return body

    def refusal(self, refused):
        """What an HTTP error means: raises what will not get better, gives the words of what may."""
        body = refused.read()
        found = re.search(rb'<Code>(\w+)</Code>', body)
        code = found.group(1).decode() if found else ''
        if refused.code == 404 and code != 'NoSuchBucket':
            raise Gone()
        if code == 'RequestTimeTooSkewed' and not self.skew:
            said = email.utils.parsedate_to_datetime(refused.headers['Date'])
            self.skew = said - datetime.now(timezone.utc)
            return WORDS[code]
        if refused.code < 500 and refused.code != 429:
            raise Unreachable(WORDS.get(code, 'the server answers %d %s' % (refused.code, code)), code)
        return 'the server answers %d %s' % (refused.code, code)

    def pages(self, fields, follow):
        """Every page of a list. `follow`: which answers lead to the next page, and under which name."""
        while True:
            page = xml.fromstring(self.ask('', fields))
            for node in page.iter():
                node.tag = node.tag.rpartition('}')[2]
            yield page
            if page.findtext('IsTruncated') != 'true':
                return
            fields = {**fields, **{name: page.findtext(said) for said, name in follow if page.findtext(said)}}

    def list(self, prefix):
        """All keys below a prefix; also those that somebody hid by deleting, where this key may see versions."""
        wanted = self.prefix + prefix
        found = set()
        for page in self.pages({'list-type': '2', 'prefix': wanted}, [('NextContinuationToken', 'continuation-token')]):
            found.update(node.findtext('Key') for node in page.iter('Contents'))
        found.update(key for key, _ in self.versions(wanted))
        return sorted(key[len(self.prefix):] for key in found)

    def versions(self, wanted):
        """(key, version id) below a full prefix, newest first as the server gives them; empty where they may not be seen."""
        if not self.may_see_versions:
            return []
        try:
            follow = [('NextKeyMarker', 'key-marker'), ('NextVersionIdMarker', 'version-id-marker')]
            return [(node.findtext('Key'), node.findtext('VersionId')) for page in self.pages({'versions': '', 'prefix': wanted}, follow) for node in page.iter('Version')]
        except Unreachable as refused:
            if refused.code not in ('AccessDenied', 'NotImplemented', 'MethodNotAllowed'):
                raise
            self.may_see_versions = False
            return []

    def candidates(self, key):
        """What lies under this name: first as anybody sees it, then every older version, oldest first. The caller knows by its digest."""
        full = self.prefix + key
        try:
            yield self.ask(full, {})
        except Gone:
            pass
        except Unreachable as refused:
            if refused.code != 'AccessDenied':  # a delete marker may look like that to a key with few rights
                raise
        for _, version in reversed([one for one in self.versions(full) if one[0] == full and one[1]]):
            try:
                yield self.ask(full, {'versionId': version})
            except Gone:
                continue
