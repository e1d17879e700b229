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
CAPITALS = re.compile("[ivx]+|a?fc|sc|cf|ac|fk|nk|bk|bc|if|ik|sk|kk|hc|sv|ud|cd|ff|ffc|fsv|tsv|rkc|dj|mc|xcx|usa|uk")
MISSPELT = {"University of Turk": "University of Turku", "University of Passa": "University of Passau",
            "The University of Reading": "University of Reading", "The-university of Reading": "University of Reading",
            "University of Andes": "University of Los Andes", "University of Pacific": "University of the Pacific",
            "University of Basque Country": "University of the Basque Country"}
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
    words = [w if w in small and i else cased(w) for i, w in enumerate(re.sub("-(of|and)-", r" \1 ", key).split())]
    name = " ".join(words).replace(";", " ")
    return MISSPELT.get(name, name)


def cased(word):
    """One English word with the capitals it has in print: F.C., XIV, McMurry, Eichstätt-Ingolstadt."""
    if re.fullmatch(r"(?:\w\.)+", word) or CAPITALS.fullmatch(word):
        return word.upper()
    if word in ("c.d", "a.c.d", "a.c.r"):
        return word.upper() + "."
    word = "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    return re.sub(r"^(Mc|O')([a-z])", lambda m: m[1] + m[2].upper(), word)


def add(lines, taken, kind, key, subtype, forms):
    entity = f"{kind}/{gates.slug(re.sub(r'[()]', ' ', key))}"
    for i, (surface, gate) in enumerate(forms):
        taken.add(gates.fold(surface))
        lines.append([entity, kind, subtype, surface, "short" if i else "canonical", "",
                      "" if i else "en:" + english(key), gate, "translit", "", ""])


def club_forms(name, words, places):
    """The name and its gate, without نادي where the rest is a name."""
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
        # The bare name of a club is mostly the name of its town too: it needs a word of sport beside it. The head
        # نادي stays outside of names, so the bare name alone is listed where there is one.
        if gate and len(short) > 3:
            forms = [(short, "cue" if " " not in short or gate == "cue" or gates.fold(short) in places else "always")]
    return forms


def clubs(data, words, hand, places):
    dropped = {s for s, (gate, _) in gates.overrides().items() if gate == "drop"} | gates.drops()
    lines, taken, ids = [], set(), set()
    for key, value in sorted(data["ArWikiCats/jsons/sports/Clubs_key.json"].items()):
        name = label(value)
        if not name or COMPETITION.search(name) or NOT_A_CLUB.search(key) or len(name.split()) > 6:
            continue
        forms = club_forms(name, words, places)
        entity = f"organization/{gates.slug(re.sub(r'[()]', ' ', key))}"
        if entity in hand.ids or entity in ids or any(hand.has_anywhere(s) for s, _ in forms):
            continue
        if gates.fold(forms[0][0]) in dropped:
            continue
        forms = [f for f in forms if gates.fold(f[0]) not in taken | dropped]
        if not forms or forms[0][0] in ("النادي", "نادي"):
            continue
        ids.add(entity)
        add(lines, taken, "organization", key, "club", forms)
    gates.write("organizations/arwikicats_clubs.tsv", "sports clubs", lines, **ABOUT)


def universities(data, words, hand):
    lines, taken, ids, dropped = [], set(), set(), gates.drops()
    found = {}
    for path, table in data.items():
        if "jobs" in path or "/sports/" in path:
            continue
        for key, value in pairs(table):
            if re.search("universit|institute of technology|college", key) and re.match("(ال)?(جامعة|كلية|معهد|أكاديمية) ", value):
                found.setdefault(key, value)
    for key, value in sorted(found.items()):
        name = label(value)
        if not name or gates.fold(name) in dropped or not 2 <= len(name.split()) <= 7 or re.search("كريكت|لكرة|رياض|فريق|منتخب|خريجو|أساتذة| في$|خاصة|حكومية", name):
            continue
        rest = name.split()[1:]
        if all(words.is_ordinary(w) and not w.startswith("ال") for w in rest):
            continue  # كليات, جامعة خاصة: a kind, no name
        gate = "cue" if all(words.is_ordinary(w) or words.is_clitic_word(w) for w in rest) else "always"
        if gate == "cue" and not re.match("(ال)?جامعة ", name):
            continue  # كلية علوم الحاسوب
        entity = f"organization/{gates.slug(key)}"
        if entity in hand.ids or entity in ids or hand.has_anywhere(name) or gates.fold(name) in taken:
            continue
        ids.add(entity)
        add(lines, taken, "organization", key, "university", [(name, gate)])
    gates.write("organizations/arwikicats_universities.tsv", "universities and colleges", lines, **ABOUT)


def people(data, words, hand):
    lines, taken, ids, dropped = [], set(), set(), gates.drops()
    for key, value in sorted(data["ArWikiCats/jsons/people/peoples.json"].items()):
        name = label(value)
        if not name or NOT_A_PERSON.search(key) or NOT_A_NAME.search(name):
            continue
        forms = [name]
        if REIGN.search(name):
            forms = [REIGN.sub("", name), name]  # روجر الثاني, روجر الثاني ملك صقلية
        if hand.has_anywhere(forms[0]) or gates.fold(forms[0]) in dropped:
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
