"""Compares what the library made of inputs with what Python makes of them.

Reads lines `file TAB answer` as `fuzz TARGET --answers FOLDER` prints them; prints every difference.
usage: oracle.py json|durations|merge < answers
"""

import json
import math
import string
import sys

WORD = tuple(string.ascii_letters + string.digits + "_")


class Number(str):
    """A number as its text: none is rounded."""


class Surrogate(ValueError):
    """Half of a surrogate pair, which Python takes."""


def refuse(text):
    raise ValueError(f"{text} is no JSON")


def whole(value):
    """The value, if its texts are Unicode."""
    rest = [value]
    while rest:
        node = rest.pop()
        if isinstance(node, str):
            if any(0xD800 <= ord(character) < 0xE000 for character in node):
                raise Surrogate
        elif isinstance(node, list):
            rest += node
        elif isinstance(node, dict):
            rest += [*node, *node.values()]
    return value


DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=refuse)


def documents(text):
    """The documents of a stream, and whether all of it was read."""
    found = []
    position = 0
    while True:
        while position < len(text) and text[position] in " \t\r\n":
            position += 1
        if position == len(text):
            return found, True
        try:
            value, position = DECODER.raw_decode(text, position)
            # Python would begin a new document inside a number that is none: 00, 1e.
            if isinstance(value, Number) and text[position:position + 1] in tuple("0123456789+-.eE"):
                return found, False
            # And behind a word that goes on: nullx.
            if (value is None or isinstance(value, bool)) and text[position:position + 1] in WORD:
                return found, False
            found.append(whole(value))
        except (ValueError, RecursionError):
            return found, False


def json_difference(raw, answer):
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode()
        found, is_whole = documents(text)
    except UnicodeDecodeError as error:
        # What stands before the bad byte was read; the error is what counts.
        return None if answer["error"] else f"{error}"
    if len(text) > 4000 and "[" * 900 in text:
        return None
    if is_whole != (answer["error"] is None):
        return f"Python read {'all' if is_whole else 'not all'}"
    return None if found == answer["documents"] else f"Python read {found}"


LIMIT = 1 << 63
UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9,
         "h": 3600 * 10**9}


def nanoseconds(text):
    """Go's time.ParseDuration; None where it is an error."""
    sign, rest = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    if rest == "0":
        return 0
    if not rest:
        return None
    total = 0
    while rest:
        count = 0
        while count < len(rest) and rest[count] in "0123456789":
            count += 1
        integer, rest = rest[:count], rest[count:]
        fraction = ""
        if rest[:1] == ".":
            count = 1
            while count < len(rest) and rest[count] in "0123456789":
                count += 1
            fraction, rest = rest[1:count], rest[count:]
        if not integer and not fraction:
            return None
        count = 0
        while count < len(rest) and rest[count] not in ".0123456789":
            count += 1
        unit, rest = UNITS.get(rest[:count]), rest[count:]
        if unit is None or int(integer or 0) > LIMIT:
            return None
        component = int(integer or 0) * unit
        if component > LIMIT:
            return None
        digits, scale = 0, 1.0
        for digit in fraction:
            if digits > (LIMIT - 1) // 10 or digits * 10 + int(digit) > LIMIT:
                break
            digits, scale = digits * 10 + int(digit), scale * 10
        if digits:
            component += math.floor(float(digits) * (float(unit) / scale))
        total += component
        if component > LIMIT or total > LIMIT:
            return None
    if sign == "-":
        return -total
    return total if total < LIMIT else None


def printed(value):
    """Go's Duration.String."""
    def decimal(number, unit):
        text = f"{number // unit}.{number % unit:0{len(str(unit)) - 1}d}" if unit > 1 else str(number)
        return text.rstrip("0").rstrip(".") if "." in text else text

    size = abs(value)
    sign = "-" if value < 0 else ""
    if size == 0:
        return "0s"
    for name, unit in (("ns", 1), ("µs", 10**3), ("ms", 10**6)):
        if size < unit * 1000:
            return sign + decimal(size, unit) + name
    hours, minutes = size // UNITS["h"], size // UNITS["m"] % 60
    text = f"{hours}h" if hours else ""
    text += f"{minutes}m" if hours or minutes else ""
    return sign + text + decimal(size % UNITS["m"], 10**9) + "s"


def durations_difference(raw, answer):
    expected = nanoseconds(answer["text"])
    found = answer.get("nanoseconds")
    found = None if found is None else int(found)
    if expected != found:
        return f"Python says {expected}"
    if expected is None:
        return None
    seconds = int(answer["protobuf"].removesuffix("s").replace(".", "").replace("-", ""))
    decimals = len(answer["protobuf"].partition(".")[2].removesuffix("s"))
    if seconds * 10 ** (9 - decimals) != abs(expected):
        return f"{answer['protobuf']} is another duration"
    return None if printed(expected) == answer["printed"] else f"Python prints {printed(expected)}"


def merge_patch(target, patch):
    """RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge_patch(result.get(key), value)
    return result


def merge_difference(raw, answer):
    confs = answer["confs"]
    merged = confs[0] if confs else None
    for conf in confs[1:]:
        merged = merge_patch(merged, conf)
    return None if merged == answer["merged"] else f"Python merges {merged}"


def main():
    sys.setrecursionlimit(20_000)
    difference = {"json": json_difference, "durations": durations_difference,
                  "merge": merge_difference}[sys.argv[1]]
    compared = differing = 0
    # Lines end in LF alone: other separators may stand in a string.
    for line in sys.stdin.buffer.read().split(b"\n"):
        if not line:
            continue
        path, _, answer = line.decode().partition("\t")
        with open(path, "rb") as file:
            raw = file.read()
        compared += 1
        found = difference(raw, DECODER.decode(answer))
        if found:
            differing += 1
            print(f"{path}: {raw[:200]!r}: {answer[:200]}: {found[:200]}")
    print(f"{sys.argv[1]}: {compared} answers compared, {differing} differ")
    return 1 if differing or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
