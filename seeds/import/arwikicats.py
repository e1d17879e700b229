"""organizations/arwikicats_clubs.tsv, organizations/arwikicats_universities.tsv and people/arwikicats_people.tsv,
from the translation tables of ArWikiCats (names of the Arabic Wikipedia)."""
import json
import re
import sys
import zipfile

import fetch
import gates

ABOUT = dict(source="PyPI ArWikiCats 0.2.3", version="1", licence="MIT",
             attribution="ArWikiCats, MIT; changed: cleaned, filtered, gated")
COMPETITION = re.compile("(^| )(ال)?(دوري|كأس|بطولة|منتخب|فريق|موسم|سباق|الدرجة|بوندسليغا|جائزة|أولمبياد|ألعاب|جامعة|فبراير|أبريل)( |$)|كأس العالم|الثاني$")
NOT_A_CLUB = re.compile("starcraft|overwatch|league|liga|ligue|division|cup|championship|olympic games|national|season|premiership|football team$| series|esports")
SPORT = re.compile(" (لكرة (القدم|السلة|اليد|الطائرة)|للسيدات|لكرة القدم للسيدات|لكرة القدم النسائية|للهوكي|لهوكي الجليد|للرغبي)( للسيدات)?$")
NOT_A_PERSON = re.compile(r"^(cultural|films|people|killing|murder|assassination|death|mongolian|japanese|photographers|panegyrists|works|paintings|books|albums|songs)\b|people of|\bbrothers\b|family|duo|band")
NOT_A_NAME = re.compile("(^| )(في|على|عن|مع|من إنتاج|مقتل|مغني|قائمة|اغتيال|أفلام|ولاية|مدينة|يابانيون|مصورون|مداحون|سلالة|عائلة|فرقة|ثقافي|و)( |$)")
REIGN = re.compile(" (ملك|ملكة|إمبراطور|إمبراطورة|أمير|أميرة|قيصر|دوق|كونت) .*$")


def tables(cache):
    """path -> table of every JSON file of the package."""
    with zipfile.ZipFile(fetch.fetch("arwikicats", cache)) as archive:
        return {n: json.loads(archive.read(n)) for n in sorted(archive.namelist()) if n.endswith(".json")}


def pairs(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                yield key, inner
            else:
                yield from pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from pairs(inner)


def label(text):
    """Cleaned Arabic name, or None."""
    text = re.sub(r"\(.*?\)", " ", text)
    text = re.sub(r"[.\-–/_]", " ", text)
    text = gates.clean(re.sub(r"(^| )\d+( |$)", " ", text))
    return text if gates.is_arabic(text) and len(text) > 2 else None


def english(key):
    key = re.sub(r"\s*\(.*?\)", "", key).strip()
    small = {"of", "the", "de", "del", "di", "da", "do", "van", "von", "and", "la", "du", "der"}
    words = [w if w in small and i else w[:1].upper() + w[1:] for i, w in enumerate(key.split())]
    return re.sub(r"\b([a-z])\.(?=[a-z]\.|$)", lambda m: m[0].upper(), " ".join(words)).replace(";", " ")


def add(lines, taken, kind, key, subtype, forms):
    entity = f"{kind}/{gates.slug(re.sub(r'[()]', ' ', key))}"
    for i, (surface, gate) in enumerate(forms):
        taken.add(gates.fold(surface))
        lines.append([entity, kind, subtype, surface, "short" if i else "canonical", "",
                      "" if i else "en:" + english(key), gate, "translit", "", ""])


def club_forms(name, words, places):
    """(canonical, gate) and the short form without نادي."""
    name = SPORT.sub("", name)
    short = re.sub("^نادي ", "", name)
    short = re.sub(" (الرياضي|الرياضية)$", "", short) if short != name else short
    forms = [(name, words.gate(name) or "cue")]
    if short == name:
        if gates.fold(name) in places or " " not in name and (words.gate(name) != "always" or len(name) < 5):
            forms = [(name, "cue")]
    else:
        forms = [(name, "always")]
        gate = words.gate(short)
        # The bare name of a club is mostly the name of its town too: it needs a word of sport beside it.
        if gate and len(short) > 3:
            forms.append((short, "cue" if " " not in short or gate == "cue" or gates.fold(short) in places else "always"))
    return forms


def clubs(data, words, hand, places):
    dropped = {s for s, (gate, _) in gates.overrides().items() if gate == "drop"}
    lines, taken, ids = [], set(), set()
    for key, value in sorted(data["ArWikiCats/jsons/sports/Clubs_key.json"].items()):
        name = label(value)
        if not name or COMPETITION.search(name) or NOT_A_CLUB.search(key) or len(name.split()) > 6:
            continue
        forms = club_forms(name, words, places)
        entity = f"organization/{gates.slug(re.sub(r'[()]', ' ', key))}"
        if entity in hand.ids or entity in ids or any(hand.has_anywhere(s) for s, _ in forms):
            continue
        forms = [f for f in forms if gates.fold(f[0]) not in taken | dropped]
        if not forms or forms[0][0] in ("النادي", "نادي"):
            continue
        ids.add(entity)
        add(lines, taken, "organization", key, "club", forms)
    gates.write("organizations/arwikicats_clubs.tsv", "sports clubs", lines, **ABOUT)


def universities(data, words, hand):
    lines, taken, ids = [], set(), set()
    found = {}
    for path, table in data.items():
        if "jobs" in path or "/sports/" in path:
            continue
        for key, value in pairs(table):
            if re.search("universit|institute of technology|college", key) and re.match("(ال)?(جامعة|كلية|معهد|أكاديمية) ", value):
                found.setdefault(key, value)
    for key, value in sorted(found.items()):
        name = label(value)
        if not name or not 2 <= len(name.split()) <= 7 or re.search("كريكت|لكرة|رياض|فريق|منتخب|خريجو|أساتذة| في$|خاصة|حكومية", name):
            continue
        rest = name.split()[1:]
        if all(words.is_ordinary(w) and not w.startswith("ال") for w in rest):
            continue  # كليات, جامعة خاصة: a kind, no name
        gate = "cue" if all(words.is_ordinary(w) for w in rest) else "always"
        if gate == "cue" and not re.match("(ال)?جامعة ", name):
            continue  # كلية علوم الحاسوب
        entity = f"organization/{gates.slug(key)}"
        if entity in hand.ids or entity in ids or hand.has_anywhere(name) or gates.fold(name) in taken:
            continue
        ids.add(entity)
        add(lines, taken, "organization", key, "university", [(name, gate)])
    gates.write("organizations/arwikicats_universities.tsv", "universities and colleges", lines, **ABOUT)


def people(data, words, hand):
    lines, taken, ids = [], set(), set()
    for key, value in sorted(data["ArWikiCats/jsons/people/peoples.json"].items()):
        name = label(value)
        if not name or NOT_A_PERSON.search(key) or NOT_A_NAME.search(name):
            continue
        forms = [name]
        if REIGN.search(name):
            forms = [REIGN.sub("", name), name]  # روجر الثاني, روجر الثاني ملك صقلية
        if hand.has_anywhere(forms[0]):
            continue
        gated = []
        for surface in forms:
            parts = surface.split()
            if len(parts) > 6 or gates.fold(surface) in taken:
                continue
            if len(parts) == 1:
                if words.is_name(surface) or words.is_ordinary(surface) or words.is_clitic_word(surface) or len(surface) < 4:
                    continue
                gated.append((surface, "cue"))
            else:
                plain = all(words.is_ordinary(w) or len(w) < 3 for w in parts)
                gated.append((surface, "cue" if plain else "always"))
        entity = f"person/{gates.slug(re.sub(r'[()]', ' ', key))}"
        if not gated or gated[0][0] != forms[0] or entity in ids or entity in hand.ids:
            continue
        ids.add(entity)
        add(lines, taken, "person", key, "historical" if len(forms) > 1 else "", gated)
    for line in lines:
        if line[4] == "short":
            line[4] = "variant"
    gates.write("people/arwikicats_people.tsv", "people of the world", lines, **ABOUT)


def main(cache):
    words = gates.Words()
    data = tables(cache)
    places = {gates.fold(r[3]) for path in gates.seed_files("places") for r in gates.rows(path)[1] if len(r) == 11}
    organizations = gates.Hand("organization", "organizations")
    clubs(data, words, organizations, places)
    universities(data, words, organizations)
    people(data, words, gates.Hand("person", "people"))


if __name__ == "__main__":
    main(sys.argv[1])
