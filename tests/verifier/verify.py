#!/usr/bin/env python3
"""Checks an exported log, the proof of a receipt, or a head that the province countersigned, by docs/formats alone.

    verify.py LOG.mclog... [--head HEAD]... [--exact] [--whole] [--json]
    verify.py --receipt CODE PROOF --key PUBLIC_KEY_HEX [--fields PAIRS.json]
    verify.py --countersigned STATEMENT_HEX --key PROVINCE_KEY_HEX [LOG.mclog...]

HEAD is a head known from elsewhere: `device:seq:hash` in full, or as printed on paper, `1a2b3c4d-17-0123456789abcdef`.
--exact  the heads given are the newest ones: no entry and no device beyond them
--whole  no body may be missing
--countersigned  checks the statement of sync.md under the province's public key, and that the entry it names is on each log

Prints the heads found; of several logs, each is checked on its own. Exit code 0: everything holds; 1: something does not, with the reasons; 2: wrong use.

A second implementation on purpose: it shares no code and no library with the program whose files it reads.
Python 3.9 or later, standard library only.
"""

import argparse
import base64
import binascii
import functools
import hashlib
import json
import re
import sys

FAULTS_SHOWN = 50


class Wrong(Exception):
    """A rule of docs/formats that does not hold."""


# --- entry.md section 1: the encoding -------------------------------------------------------------------------------

DEPTH_MAX = 32


class Reader:
    """Reads canonical items off bytes, from a place on. Integers, bytes, str, list, dict, True, False, None."""

    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def take(self, length):
        if length > len(self.data) - self.at:
            raise Wrong("the bytes end too early")
        self.at += length
        return self.data[self.at - length : self.at]

    def head(self):
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if major == 7:
            if info not in (20, 21, 22):
                raise Wrong("a float or an unknown simple value")
            return major, info
        if info < 24:
            return major, info
        if info > 27:
            raise Wrong("an indefinite or reserved length")
        width = 1 << (info - 24)
        argument = int.from_bytes(self.take(width), "big")
        if argument < (24, 1 << 8, 1 << 16, 1 << 32)[info - 24]:
            raise Wrong("a head that is not in its shortest form")
        return major, argument

    def item(self, depth=0):
        major, argument = self.head()
        if major == 0:
            return argument
        if major == 1:
            return -1 - argument
        if major == 2:
            return self.take(argument)
        if major == 3:
            try:
                return self.take(argument).decode("utf-8", "strict")
            except UnicodeDecodeError:
                raise Wrong("text that is not UTF-8") from None
        if major in (4, 5) and depth == DEPTH_MAX:
            raise Wrong("nested too deeply")
        if major == 4:
            if argument > len(self.data) - self.at:
                raise Wrong("the bytes end too early")
            return [self.item(depth + 1) for _ in range(argument)]
        if major == 5:
            return self.map(argument, depth + 1)
        if major == 6:
            raise Wrong("a tag")
        return {20: False, 21: True, 22: None}[argument]

    def map(self, pairs, depth):
        found, before = {}, b""
        for _ in range(pairs):
            start = self.at
            key = self.item(depth)
            encoded = self.data[start : self.at]
            if encoded <= before:
                raise Wrong("map keys that do not ascend")
            before = encoded
            # Only whole keys are looked up below; a list or a bool as a key keeps its bytes.
            plain = isinstance(key, (int, str, bytes)) and not isinstance(key, bool)
            found[key if plain else ("encoded", encoded)] = self.item(depth)
        return found


def decode(data):
    """The one item that the bytes are."""
    reader = Reader(data)
    item = reader.item()
    if reader.at != len(data):
        raise Wrong("bytes follow the item")
    return item


def encode_head(major, argument):
    if argument < 24:
        return bytes([major << 5 | argument])
    for info, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << (8 * width):
            return bytes([major << 5 | info]) + argument.to_bytes(width, "big")
    raise ValueError("too large")


def encode_bytes(data):
    return encode_head(2, len(data)) + data


def encode_text(text):
    data = text.encode("utf-8")
    return encode_head(3, len(data)) + data


# --- entry.md section 3: Ed25519, verified strictly -----------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # a square root of -1
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    """Sum of two points in extended coordinates (RFC 8032 section 5.1.4)."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def double(a):
    """Twice a point, by the shorter formulas of the same section."""
    x, y, z, _ = a
    xx, yy, xy = x * x % P, y * y % P, x + y
    h = xx + yy
    e, g = h - xy * xy, xx - yy
    f = 2 * z * z + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def decompress(data):
    """The point of 32 bytes, or None when they are not the one encoding of a point."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else (0, y, 1, 0)
    x = pow(x2, (P + 3) // 8, P)
    if x * x % P != x2:
        x = x * ROOT % P
    if x * x % P != x2:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def compress(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def is_neutral(point):
    x, y, z, _ = point
    return x % P == 0 and (y - z) % P == 0


def small_order(point):
    for _ in range(3):
        point = double(point)
    return is_neutral(point)


def multiples(point):
    """0 to 15 times a point."""
    table = [NEUTRAL]
    for _ in range(15):
        table.append(add(table[-1], point))
    return table


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    return decompress(y.to_bytes(32, "little"))


BASE_MULTIPLES = multiples(base_point())


@functools.lru_cache(maxsize=1024)
def minus_multiples(public):
    """0 to 15 times the negated point of a public key, or None when it may not sign."""
    a = decompress(public)
    if a is None or small_order(a):
        return None
    return multiples((P - a[0], a[1], 1, P - a[3]))


def signature_holds(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    r_bytes, s = signature[:32], int.from_bytes(signature[32:], "little")
    minus_a, r = minus_multiples(public), decompress(r_bytes)
    if s >= L or minus_a is None or r is None or small_order(r):
        return False
    k = int.from_bytes(hashlib.sha512(r_bytes + public + message).digest(), "little") % L
    # s·B − k·A, four bits of both at a time.
    point = NEUTRAL
    for shift in range(252, -1, -4):
        for _ in range(4):
            point = double(point)
        point = add(point, BASE_MULTIPLES[s >> shift & 15])
        point = add(point, minus_a[k >> shift & 15])
    return compress(point) == r_bytes


# --- entry.md: an entry ---------------------------------------------------------------------------------------------

COSE_BYTES_MAX = 65_536
BODY_BYTES_MAX = 16_777_216
PROTECTED = bytes.fromhex("a10127")
ENTRY_CONTEXT = b"motcua/entry/1"


def is_int(value, low, high):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def is_bytes(length):
    return lambda value: isinstance(value, bytes) and len(value) == length


def is_hashes(value):
    each = isinstance(value, list) and all(is_bytes(32)(part) for part in value)
    return each and all(one < other for one, other in zip(value, value[1:]))


def is_time(value):
    return is_int(value, -(2**63), 2**63 - 1)


def is_text(value):
    return isinstance(value, str)


# key: (name, may be absent, rule)
HEADER = {
    1: ("version", False, lambda value: is_int(value, 1, 1)),
    2: ("device", False, is_bytes(16)),
    3: ("seq", False, lambda value: is_int(value, 1, 2**64 - 1)),
    4: ("prev", True, is_bytes(32)),
    5: ("at", False, is_time),
    6: ("offset", True, is_time),
    7: ("actor", True, is_bytes(16)),
    8: ("office", False, is_text),
    9: ("dossier", True, is_bytes(16)),
    10: ("builds on", False, is_hashes),
    11: ("kind", False, lambda value: is_text(value) and re.fullmatch(r"[a-z0-9_.]{1,64}", value)),
    12: ("kind version", False, lambda value: is_int(value, 0, 2**16 - 1)),
    13: ("reference", False, is_text),
    14: ("body hash", False, is_bytes(32)),
}


def sha256(data):
    return hashlib.sha256(data).digest()


def device_of(public):
    return sha256(public)[:16]


def read_message(cose):
    """Payload and signature of a COSE_Sign1 message whose signature is still to be checked."""
    message = decode(cose)
    if not (isinstance(message, list) and len(message) == 4):
        raise Wrong("not a COSE_Sign1 message")
    protected, unprotected, payload, signature = message
    if protected != PROTECTED or unprotected != {} or not isinstance(unprotected, dict):
        raise Wrong("other COSE headers than an entry has")
    if not isinstance(payload, bytes) or not is_bytes(64)(signature):
        raise Wrong("not a signed message with its payload inside")
    return payload, signature


def message_holds(public, context, payload, signature):
    signed = b"\x84" + encode_text("Signature1") + encode_bytes(PROTECTED) + encode_bytes(context) + encode_bytes(payload)
    return signature_holds(public, signed, signature)


def read_header(cose):
    """Header, payload and signature of an entry whose signature is still to be checked."""
    if len(cose) > COSE_BYTES_MAX:
        raise Wrong("larger than an entry may be")
    payload, signature = read_message(cose)
    header = decode(payload)
    if not isinstance(header, dict):
        raise Wrong("the header is not a map")
    version = header.get(1)
    if is_int(version, 2, 255):
        raise Wrong(f"the envelope has version {version}: a newer verifier is needed")
    for key, (name, absent, rule) in HEADER.items():
        if key not in header:
            if not absent:
                raise Wrong(f"the header has no {name}")
        elif not rule(header[key]):
            raise Wrong(f"the header's {name} is wrong")
    if set(header) - set(HEADER):
        raise Wrong("the header has an unknown field")
    if (header[3] == 1) != (4 not in header):
        raise Wrong("the header's prev does not fit its seq")
    return header, payload, signature


def check_entry(cose, salt, body, public):
    header, payload, signature = read_header(cose)
    if header[2] != device_of(public):
        raise Wrong("the entry names another device than the key's")
    if not message_holds(public, ENTRY_CONTEXT, payload, signature):
        raise Wrong("the signature does not hold")
    if body is not None:
        if sha256(salt + body) != header[14]:
            raise Wrong("the body is not the one the header was signed for")
        try:
            decode(body)
        except Wrong as fault:
            raise Wrong(f"the body is not canonical: {fault}") from None
    return header


# --- export.md ------------------------------------------------------------------------------------------------------


class Log:
    """What was read of an exported log, and all that was wrong with it."""

    def __init__(self):
        self.faults, self.erased, self.entries = [], [], 0
        self.keys = {}  # device: public key
        self.chains = {}  # device: hashes, the entry with seq n at n - 1 where the chain is whole
        self.last = {}  # device: (seq, hash) of the newest entry met

    def read(self, data):
        try:
            self.read_items(data)
        except Wrong as fault:
            self.faults.append(f"the file does not have the format of an exported log: {fault}")

    def read_items(self, data):
        reader = Reader(data)
        head = reader.item()
        if not isinstance(head, dict) or head.get(1) != "motcua-log":
            raise Wrong("it does not begin as one")
        if not is_int(head.get(2), 1, 1):
            raise Wrong("it has another version than 1")
        keys = head.get(3)
        if set(head) != {1, 2, 3} or not is_hashes(keys) or len(keys) > 10_000:
            raise Wrong("its head is wrong")
        self.keys = {device_of(key): key for key in keys}
        while reader.at < len(data):
            start = reader.at
            item = reader.item()
            if isinstance(item, dict):
                self.tail(item, data[:start])
                if reader.at != len(data):
                    raise Wrong("bytes follow the tail")
                return
            if not (isinstance(item, list) and len(item) == 3):
                raise Wrong(f"the item at byte {start} is no entry")
            self.entries += 1
            try:
                self.entry(*item)
            except Wrong as fault:
                self.faults.append(f"entry {self.entries} of the file: {fault}")
        raise Wrong("it has no tail: the file was cut")

    def tail(self, tail, before):
        if set(tail) != {1, 2} or not is_int(tail[1], self.entries, self.entries) or tail[2] != sha256(before):
            raise Wrong("its tail does not fit what comes before")

    def entry(self, cose, salt, body):
        if not isinstance(cose, bytes):
            raise Wrong("not an entry")
        erased = salt is None and body is None
        if not erased and not (is_bytes(16)(salt) and isinstance(body, bytes) and len(body) <= BODY_BYTES_MAX):
            raise Wrong("salt and body are neither there nor erased")
        device = read_header(cose)[0][2]
        if device not in self.keys:
            raise Wrong("it is of a device without a key in the file")
        header = check_entry(cose, salt, body, self.keys[device])
        seq, entry_hash = header[3], sha256(cose)
        name = f"{device.hex()}:{seq}"
        if erased:
            self.erased.append(name)
        chain, (last_seq, last_hash) = self.chains.setdefault(device, []), self.last.get(device, (0, None))
        # After a fault the next entry is judged by this one, so that one cut gives one reason.
        self.last[device] = (seq, entry_hash)
        if seq == last_seq:
            raise Wrong(f"{name} is there twice" if entry_hash == last_hash else f"the chain forks at {name}")
        if seq != last_seq + 1:
            raise Wrong(f"{name} comes where seq {last_seq + 1} is next")
        if header.get(4) != last_hash:
            raise Wrong(f"{name} does not follow the entry before it")
        if len(chain) == seq - 1:
            chain.append(entry_hash)

    def heads(self):
        return [(device, len(chain), chain[-1]) for device, chain in sorted(self.chains.items()) if chain]

    def compare(self, outside, exact):
        """With heads from elsewhere: (start of device, seq, start of hash, text)."""
        met = set()
        for device_start, seq, hash_start, text in outside:
            fits = [d for d in self.chains if d.startswith(device_start)]
            fits = [d for d in fits if 1 <= seq <= len(self.chains[d]) and self.chains[d][seq - 1].startswith(hash_start)]
            if not fits:
                self.faults.append(f"the head {text} is not on the log: entries were cut off or rewritten")
            met.update((device, seq) for device in fits)
        if exact:
            for device, seq, _ in self.heads():
                if (device, seq) not in met:
                    self.faults.append(f"{device.hex()}:{seq} is the newest entry of a device, and no head says so")


def parse_head(text):
    full = re.fullmatch(r"([0-9a-f]{32}):([1-9][0-9]*):([0-9a-f]{64})", text)
    paper = re.fullmatch(r"([0-9a-f]{8})-([1-9][0-9]*)-([0-9a-f]{16})", text)
    match = full or paper
    if not match:
        raise argparse.ArgumentTypeError(f"not a head: {text}")
    return bytes.fromhex(match[1]), int(match[2]), bytes.fromhex(match[3]), text


def verify_logs(options):
    # Every log is read and told of, also after one that does not hold.
    return all([verify_log(path, options) for path in options.log])


def verify_log(path, options):
    log = Log()
    with open(path, "rb") as file:
        log.read(file.read())
    log.compare(options.head, options.exact)
    if options.whole:
        log.faults.extend(f"the body of {name} is missing" for name in log.erased)
    heads = [{"device": d.hex(), "seq": s, "hash": h.hex()} for d, s, h in log.heads()]
    if options.json:
        answer = {"log": path, "ok": not log.faults, "entries": log.entries, "heads": heads, "erased": log.erased, "faults": log.faults}
        print(json.dumps(answer))  # a line for each log
    else:
        for head in heads:
            print("head {device}:{seq}:{hash}".format(**head))
        for name in log.erased:
            print(f"erased {name}")
        for fault in log.faults[:FAULTS_SHOWN]:
            print(f"fault {fault}")
        if len(log.faults) > FAULTS_SHOWN:
            print(f"fault and {len(log.faults) - FAULTS_SHOWN} more")
        print(f"{path}: {log.entries} entries, {len(log.faults)} faults")
    return not log.faults


# --- receipt-qr.md --------------------------------------------------------------------------------------------------

RECEIPT_CONTEXT = b"motcua/receipt/1"


def fields_digest(pairs):
    data = encode_head(4, len(pairs))
    for name, value in pairs:
        data += b"\x82" + encode_text(name) + encode_text(value)
    return sha256(data)[:16]


def check_receipt(code, text, public, fields):
    if not re.fullmatch(r"[A-Za-z0-9_-]{128}", text):
        raise Wrong("not a receipt's proof")
    proof = base64.urlsafe_b64decode(text)
    claims, signature = proof[:32], proof[32:]
    if claims[24:] != device_of(public)[:8]:
        raise Wrong("signed by another device")
    if not signature_holds(public, RECEIPT_CONTEXT + code.encode("utf-8") + claims, signature):
        raise Wrong("the proof does not hold: something was altered")
    if fields is not None and fields_digest(fields) != claims[8:24]:
        raise Wrong("the printed fields are others than the signed ones")
    return int.from_bytes(claims[:4], "big"), int.from_bytes(claims[4:8], "big")


def verify_receipt(options):
    fields = None
    if options.fields:
        with open(options.fields, encoding="utf-8") as file:
            fields = json.load(file)
    try:
        received, due = check_receipt(*options.receipt, bytes.fromhex(options.key), fields)
    except (Wrong, binascii.Error) as fault:
        print(f"fault {fault}")
        return False
    print(f"genuine, received minute {received}, due minute {due or 'none'}")
    return True


# --- sync.md: a countersigned head ----------------------------------------------------------------------------------

HEAD_CONTEXT = b"motcua/head/1"
STATEMENT_BYTES_MAX = 1_048_576


def check_countersigned(cose, public):
    """The map of a countersigned head that the province with this public key made."""
    if len(cose) > STATEMENT_BYTES_MAX:
        raise Wrong("larger than a statement may be")
    payload, signature = read_message(cose)
    if not message_holds(public, HEAD_CONTEXT, payload, signature):
        raise Wrong("not a countersigned head of this province")
    head = decode(payload)
    sound = (
        isinstance(head, dict)
        and is_int(head.get(1), 1, 1)
        and is_bytes(16)(head.get(2))
        and is_bytes(16)(head.get(3))
        and is_int(head.get(4), 0, 2**64 - 1)
        and (head[4] == 0 if 5 not in head else head[4] > 0 and is_bytes(32)(head[5]))
        and is_time(head.get(6))
        and not set(head) - {1, 2, 3, 4, 5, 6}
    )
    if not sound:
        raise Wrong("a field of the countersigned head is missing, unknown or wrong")
    return head


def verify_countersigned(options):
    try:
        head = check_countersigned(bytes.fromhex(options.countersigned), bytes.fromhex(options.key))
    except (Wrong, ValueError) as fault:
        print(f"fault {fault}")
        return False
    print(f"history {head[2].hex()}, at {head[6]} ms")
    if head[4] == 0:
        print(f"the province has nothing of {head[3].hex()}")
    else:
        text = f"{head[3].hex()}:{head[4]}:{head[5].hex()}"
        print(f"countersigned head {text}")
        options.head.append(parse_head(text))
    return verify_logs(options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", nargs="*")
    parser.add_argument("--head", action="append", default=[], type=parse_head)
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--receipt", nargs=2, metavar=("CODE", "PROOF"))
    parser.add_argument("--key")
    parser.add_argument("--fields")
    parser.add_argument("--countersigned", metavar="STATEMENT")
    options = parser.parse_args()
    if options.countersigned and options.key and not options.receipt:
        return verify_countersigned(options)
    if options.receipt and options.key and not options.log:
        return verify_receipt(options)
    if options.log and not options.receipt:
        return verify_logs(options)
    parser.error("name a log, or --receipt or --countersigned with --key")


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
