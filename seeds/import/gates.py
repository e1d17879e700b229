"""What every importer shares: cleaning, the gate test and the writing of seed files.

The gate test reads only hand-written seeds (`# source: written for Kayan`), never an imported file,
so that the order of the importers does not matter and a second run changes nothing.
"""
import os
import re
import unicodedata

SEEDS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COLUMNS = "entity_id type subtype name form country ids gate fold prior note".split()
ARAB = set("DZ BH KM DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE EH".split())
MARKS = re.compile("[\u064b-\u0652\u0653-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u0610-\u061a]")
NOT_ARABIC = re.compile("[^\u0621-\u063a\u0641-\u064a ]")
# A name that begins with one of these is a place, whatever ordinary word follows (بيت حنون, عين الحلوة).
PLACE_HEADS = set("بيت عين وادي واد دير خان كفر بني جبل جسر تل رأس بئر خربة حوش قصر برج واحة مرج شط خور بركة قلعة منية ميت".split())
LETTER = re.compile("[\u0621-\u064a]")


def clean(text):
    """NFC, without vowel marks, tatweel and direction marks; spaces single."""
    text = MARKS.sub("", unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)))
    return re.sub(r"\s+", " ", text.replace("\u2019", "'")).strip(" -–.،,")


def is_arabic(text):
    """Only Arabic letters and spaces: no Persian or Urdu letter, no digit, no sign."""
    return bool(text) and not NOT_ARABIC.search(text)


FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})


def fold(text):
    return text.translate(FOLD)


def bare(word):
    """Folded, without the article."""
    word = fold(word)
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def slug(text):
    """The slug of an English name, as the hand-written lists make it."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    for old, new in (("ø", "o"), ("ł", "l"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("đ", "d"), ("ð", "d"),
                     ("þ", "th"), ("ı", "i"), ("&", "and"), ("ə", "e")):
        text = text.replace(old, new)
    text = re.sub("['’‘ʼ`ʻ]", "", text)
    return re.sub("-+", "-", re.sub("[^a-z0-9\u0621-\u064a]+", "-", text)).strip("-")


def rows(path):
    """(header, rows) of a seed file."""
    header, out = {}, []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition(":")
                header[key.strip()] = value.strip()
            elif line:
                out.append(line.split("\t"))
    return header, out


def seed_files(*folders):
    for folder in folders:
        path = os.path.join(SEEDS, folder)
        if not os.path.isdir(path):
            continue
        for name in sorted(os.listdir(path)):
            if name.endswith(".tsv"):
                yield os.path.join(path, name)


def hand_written(header):
    return header.get("source", "").startswith("written for Kayan") and not header.get("generator")


class Words:
    """Ordinary words and personal names of the hand-written seeds, folded."""

    def __init__(self):
        self.function, self.lemmas, self.forms = set(), set(), set()
        self.cues, self.given, self.family = set(), set(), set()
        for path in seed_files("lexicon"):
            header, lines = rows(path)
            if header.get("schema") != "lexicon":
                continue
            for lemma, kind, forms, *_ in lines:
                self._lemma(lemma, kind, [f.strip() for f in forms.split(",") if f.strip()])
        for path in seed_files("cues"):
            header, lines = rows(path)
            if header.get("schema") != "cue":
                continue
            for cue, kind, _, inflect, *_ in lines:
                if " " not in cue:
                    self.cues.add(bare(cue))
                    if inflect.startswith("verb:"):
                        self._verb(cue, [inflect[5:]])
                    if inflect == "adj":
                        self._noun(cue, ["+ات", "+ون"], adjective=True)
        for path in seed_files("people"):
            header, lines = rows(path)
            if header.get("schema") == "name" and hand_written(header):
                for line in lines:
                    if line[7] != "part":
                        continue
                    (self.given if line[2].startswith("given") else self.family).add(fold(line[3]))
        self.places = set()
        for path in seed_files("places"):
            header, lines = rows(path)
            if header.get("schema") == "name" and (hand_written(header) or path.endswith("countries.tsv")):
                self.places.update(fold(line[3]) for line in lines if " " not in line[3])
        self.ordinary = self.lemmas | self.forms | self.cues | self.function
        self.names = self.given | self.family

    def _lemma(self, lemma, kind, forms):
        self.lemmas.add(bare(lemma))
        if kind in ("particle", "pronoun", "adverb"):
            self.function.add(fold(lemma))
            self.function.update(fold(f) for f in forms if not f.startswith("+"))
        elif kind == "verb":
            self._verb(lemma, forms)
        else:
            self._noun(lemma, forms, kind == "adj")

    def _noun(self, lemma, forms, adjective=False):
        word = bare(lemma)
        stem = word[:-1] if word.endswith("ه") else word
        if adjective:
            self.forms.update((stem + "ه", stem + "ات", stem + "ين"))
        for form in forms:
            if form.startswith("+"):
                self.forms.add(stem + fold(form[1:]))
                if form == "+ون":
                    self.forms.add(stem + "ين")
            else:
                self.forms.add(bare(form))

    def _verb(self, lemma, forms):
        past = fold(lemma)
        self.forms.update((past, past + "ت", past + "ا", past + "وا", past + "نا"))
        for form in forms:
            form = fold(form)
            if form.startswith("ي"):
                self.forms.update(p + form[1:] for p in "يتنا")
                self.forms.update((form + "ون", "ت" + form[1:] + "ين"))
            else:
                self.forms.update((form, form + "ت"))

    def is_function(self, word):
        return fold(word) in self.function

    def is_ordinary(self, word):
        return bare(word) in self.ordinary or fold(word) in self.ordinary

    def is_clitic_word(self, word):
        """An ordinary word behind و ف ب ك ل."""
        word = fold(word)
        return word[0] in "وفبكل" and len(word) > 3 and (
            word[1:] in self.function or bare(word[1:]) in self.lemmas or word.startswith("لل") and word[2:] in self.lemmas
        )

    def is_tail(self, word):
        """What is left of a well-known name without a first letter و ف ب ك ل: أريس of باريس."""
        word = fold(word)
        if word.startswith("ال"):
            return False
        return any(c + word in self.places or len(word) < 5 and c + word in self.names for c in "وفبكل")

    def is_name(self, word):
        return fold(word) in self.names

    def gate(self, surface):
        """`always` or `cue` for a mention; None for a surface that must not be listed."""
        words = surface.split(" ")
        if len(surface.replace(" ", "")) < 3:
            return None
        if len(words) == 1:
            if self.is_function(surface) or self.is_tail(surface):
                return None
            if self.is_ordinary(surface) or self.is_name(surface) or self.is_clitic_word(surface):
                return "cue"
            return "always"
        ordinary = [self.is_ordinary(w) or self.is_clitic_word(w) or len(w) < 3 for w in words]
        named = [o or self.is_name(w) or self.is_name("ال" + w) for o, w in zip(ordinary, words)]
        if all(named):
            return "always" if words[0] in PLACE_HEADS and not self.is_name(surface.replace(" ", "")) else "cue"
        return "always"


class Hand:
    """Surfaces that a hand-written list of the same type has already: (folded surface) -> countries."""

    def __init__(self, entity_type, *folders):
        self.surfaces, self.ids, self.english = {}, set(), set()
        for path in seed_files(*folders):
            header, lines = rows(path)
            if header.get("schema") != "name" or not hand_written(header):
                continue
            for line in lines:
                if line[1] == entity_type and line[7] != "part":
                    self.surfaces.setdefault(fold(line[3]), set()).add(line[5])
                    self.ids.add(line[0])
                    if match := re.match("en:([^;(]*)", line[6]):
                        self.english.add((slug(match[1]), line[5]))

    def has(self, surface, country):
        countries = self.surfaces.get(fold(surface))
        return countries is not None and (country in countries or "" in countries or country == "")

    def has_anywhere(self, surface):
        return fold(surface) in self.surfaces


def overrides():
    """folded surface -> (gate, prior) of data/gates.txt; the gate `drop` keeps a surface out."""
    out = {}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "gates.txt")
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                surface, gate, *prior = line.rstrip("\n").split("|")
                out[fold(surface)] = gate, prior[0] if prior else ""
    return out


def drops():
    """Folded names of data/drops.txt, which no registry list may have; clubs without نادي."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "drops.txt")
    with open(path, encoding="utf-8") as lines:
        return {fold(re.sub("^نادي ", "", line.strip())) for line in lines if line.strip() and not line.startswith("#")}


def corrections():
    """(entity, name as the package has it) -> (right name, {"gate" | "type" | "en": value}) of data/corrections.txt.
    The right name is empty where the name stays and `-` where it is struck out, the whole entity if it is the main one."""
    out = {}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "corrections.txt")
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                entity, name, right, *options = line.rstrip("\n").split("|")
                if (entity, name) in out or not right and not options or right not in ("", "-") and not is_arabic(right):
                    raise ValueError(f"{path}:{number}: {line}")
                out[entity, name] = right, dict(o.split("=", 1) for o in options)
    return out


def write(target, title, lines, source, version, licence, attribution):
    """Writes a seed file; refuses repeated (id, name), names without one canonical form, bad columns."""
    seen, canonical = set(), {}
    for line in lines:
        if len(line) != 11 or any("\t" in c or "\n" in c for c in line):
            raise ValueError(f"{target}: bad row {line}")
        if (line[0], line[3]) in seen:
            raise ValueError(f"{target}: repeated {line[0]} {line[3]}")
        seen.add((line[0], line[3]))
        canonical[line[0]] = canonical.get(line[0], 0) + (line[4] == "canonical")
    wrong = [i for i, n in canonical.items() if n != 1]
    if wrong:
        raise ValueError(f"{target}: not one canonical form: {wrong[:10]}")
    path = os.path.join(SEEDS, target)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    header = [("schema", "name"), ("source", source), ("version", version), ("licence", licence),
              ("attribution", attribution), ("title", title), ("generator", "seeds/import"),
              ("columns", "\t".join(COLUMNS))]
    with open(path + ".new", "w", encoding="utf-8", newline="\n") as out:
        for key, value in header:
            out.write(f"# {key}: {value}\n")
        for line in lines:
            out.write("\t".join(line) + "\n")
    os.replace(path + ".new", path)
    print(f"{target}: {len(canonical)} entities, {len(lines)} forms")
