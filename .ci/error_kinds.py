"""Counts the errors of an evaluation by their kind, as docs/quality.md does.

    kayan eval --json --errors 100000 FILE | python3 .ci/error_kinds.py [ROWS]

Kinds are told by the cues and the lexicon under seeds/, never by single names.
Standard library only.
"""

import collections
import json
import pathlib
import re
import sys

SEEDS = pathlib.Path(__file__).resolve().parent.parent / "seeds"
DIRECTIONS = {"شمال", "جنوب", "شرق", "غرب", "وسط"}
PROCLITICS = "وفبكل"
FOLD = str.maketrans("أإآىة", "ااايه")


def fold(text):
    return re.sub("[\u064b-\u0652\u0640]", "", text).translate(FOLD)


def rows(pattern):
    for path in sorted(SEEDS.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line.split("\t")


CUES = collections.defaultdict(set)
for cue, kind, *_ in rows("cues/*.tsv"):
    CUES[fold(cue)].add(kind)
ORDINARY = {fold(row[0]) for row in rows("lexicon/[anpv]*.tsv")}
COUNTRIES = {fold(row[3]) for row in rows("places/countries.tsv")}
NAME_PARTS = {fold(row[3]) for name in ("given", "family") for row in rows(f"people/{name}_*.tsv")}
NAME_PARTS |= {fold(row[3]) for row in rows("people/rigour_parts.tsv")}


def readings(word):
    """The word as it is, without a proclitic, and both without the article."""
    found = [word]
    if word[:1] in PROCLITICS:
        found.append(word[1:])
    return found + [w[2:] for w in found if w.startswith("ال")]


def among(word, known):
    return any(reading in known for reading in readings(word))


def kinds(word):
    return set().union(*(CUES.get(reading, set()) for reading in readings(word)))


def same_word(a, b):
    return bool(set(readings(a)) & set(readings(b)))


def bounds(gold, found):
    """What the longer of two overlapping spans has more."""
    gold, found = (re.findall(r"\w+", fold(span).replace("_", " ")) for span in (gold, found))
    longer, shorter, whose = (gold, found, "there") if len(gold) > len(found) else (found, gold, "here")
    for at in range(len(longer) - len(shorter) + 1):
        if all(same_word(a, b) for a, b in zip(longer[at:], shorter)):
            before, after = longer[:at], longer[at + len(shorter) :]
            more = [front(before[0])] if before else []
            more += [back(after)] if after else []
            return f"longer {whose}: {' and '.join(more)}" if more else "punctuation or spelling only"
    return "only overlap"


def front(word):
    if among(word, DIRECTIONS):
        return "direction before"
    of = kinds(word)
    if of & {"title", "job", "rank", "kinship"}:
        return "title or job before"
    return "head noun before" if any("head" in kind for kind in of) else "other word before"


def back(words):
    if "nationality" in kinds(words[-1]):
        return "nationality after"
    return "ordinary word after" if any(among(w, ORDINARY) for w in words) else "other word after"


def alone(error):
    """What stands where the other side has nothing."""
    text, words = error["text"], fold(error["text"]).split()
    if re.search("[A-Za-z]", text):
        return "Latin letters"
    if "_" in text or "#" in text or error["before"].endswith("#"):
        return "in a hashtag"
    proclitic = re.search(rf"(^|\s)[{PROCLITICS}]+$", error["before"])
    if error["after"][:1].isalpha() or error["before"][-1:].isalpha() and not proclitic:
        return "inside a longer word"
    if len(words) > 1:
        return "head noun and more" if any("head" in k for k in kinds(words[0])) else "several words"
    if kinds(words[0]) & {"nationality", "people", "religion"}:
        return "nationality, people or religion"
    if among(words[0], COUNTRIES):
        return "one word: a country"
    if among(words[0], ORDINARY):
        return "one word: an ordinary word too"
    return "one word: a part of listed names" if among(words[0], NAME_PARTS) else "one word: unknown"


def kind_of(error, missed):
    if error["otherBounds"]:
        pair = (error["text"], error["otherBounds"])
        return bounds(*(pair if missed else reversed(pair)))
    if error["otherType"]:
        country = among(fold(error["text"]).split()[0], COUNTRIES)
        return f"{error['otherType']} on the other side" + (", a country" if country else "")
    return alone(error)


def main():
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for line in sys.stdin:
        evaluation = json.loads(line)
        count = collections.Counter()
        for side in ("misses", "falseHits"):
            for error in evaluation[side]:
                kind = kind_of(error, side == "misses")
                shared = error["otherBounds"] or error["otherType"]
                # An error of bounds or of type is a miss and a false hit at
                # once, and is counted as a miss only.
                if side == "misses" or not shared:
                    count[error["type"], "miss" if side == "misses" else "false hit", kind] += error["count"]
        print(evaluation["file"], sum(count.values()), "errors")
        for (entity_type, side, kind), number in count.most_common(most):
            print(f"{number:6}  {entity_type:13} {side:10} {kind}")


main()
