"""places/cldr_subdivisions.tsv: first-level regions of the world, from the Arabic subdivision names of CLDR."""
import re
import sys

import archives
import fetch
import gates

FEATURE = re.compile("^(مقاطعة|محافظة|بلدية|ولاية|إقليم|اقليم|إدارة|منطقة|أبرشية|ابرشية|كانتون|ضاحية|مديرية|شعبية|أوبليس|أوبلاست|أبلاست"
                     "|أوكروغ|شعبة|جهة|إمارة|امارة|دائرة|قضاء|حي|كونتية|مدينة|قسم) ")
SUFFIX = re.compile(" (أوبلاست|أوبلاستي|أبلاست|أوكروغ|أتول|ديستريكت)$")
NONSENSE = re.compile("^(شركة|كنيسة|قائمة|نادي|جامعة|حرب|بلدة|أدارة|الإدارة|المقاطعة الجنوب) | و | (الإقليمية|باريش|جديد|ستريت|شرقية|المدينة)$|^القديسة? ")
# Countries whose regions are communes, parishes and the like: too small for the news, and spelled in many ways.
COMMUNES = set("SI LV MT MK LT MD EE KN GD DM VC AG BB SM LI ME AZ PW NR CV SC MU TT BS HR CZ".split())
# Regions of these countries are named in the news without their country or the word region.
KNOWN = set("US CA DE FR IT ES RU CN IN JP GB BR MX AU TR IR PK ID NG UA PL AF ET KR AR BE NL CH AT PT ZA".split())


def read(cache):
    package = fetch.fetch("cldr-core", cache)

    def names(language):
        text = archives.debian(package, f"./usr/share/unicode/cldr/common/subdivisions/{language}.xml").decode("utf-8")
        return dict(re.findall(r'<subdivision type="(\w+)"[^>]*>([^<]+)<', text))

    return names("ar"), names("en")


def main(cache):
    words, hand, fixed = gates.Words(), gates.Hand("place", "places"), gates.overrides()
    arabic, english = read(cache)
    listed, elsewhere = set(), set()
    for name in ("countries", "cldr_territories", "geonames_cities"):
        for row in gates.rows(f"{gates.SEEDS}/places/{name}.tsv")[1]:
            listed.add((gates.fold(row[3]), row[5]))
            elsewhere.add(gates.fold(row[3]))
    lines, taken, dropped, corrections = [], set(), gates.drops(), gates.corrections()
    for code, name in sorted(arabic.items()):
        country, part = code[:2].upper(), code[2:].upper()
        name = gates.clean(re.split("[،,(/]", name)[0].replace("-", " ").replace("–", " "))
        if country in COMMUNES:
            continue
        if code not in english or not gates.is_arabic(name) or NONSENSE.search(name) or re.match("(محافظة|مقاطعة|ولاية)[^ ]", name):
            continue
        surface = FEATURE.sub("", SUFFIX.sub("", name))
        if gates.fold(surface) in dropped or gates.fold(name) in dropped:
            continue
        gate = words.gate(surface)
        if gate is None or gate == "cue" and all(words.is_ordinary(w) for w in surface.split()) and country not in gates.ARAB:
            if surface != name and not re.search("(ية|يه|ي|الوسط|الشمال|الجنوب|الشرق|الغرب|العاصمة)$", surface):
                continue  # called like an ordinary word: too rare in the news to be worth the doubt
            surface, gate = name, words.gate(name) or "cue"  # المقاطعة الوسطى: only the whole is a name
        elif gate == "cue" and surface != name and re.search("(ية|يه|ي|الوسط|الشمال|الجنوب|الشرق|الغرب|العاصمة|المركز)$", surface) and words.is_ordinary(surface.split()[0]):
            surface, gate = name, "always"  # المنطقة الشرقية, محافظة العاصمة, محافظة الشمال
        entity = f"place/{gates.slug(english[code])}-{country.lower()}-{part.lower()}"
        right, options = corrections.get((entity, surface), ("", {}))
        if right == "-":
            continue
        if right:
            surface, gate = right, words.gate(right) or "cue"
        if len(surface) < 3 or gate == "cue" and len(surface) == 3 and country not in gates.ARAB | {"US"}:
            continue
        if (gates.fold(surface), country) in listed | taken or hand.has(surface, country):
            continue
        key = gates.fold(surface)
        single = " " not in surface
        prior = ""
        if key in fixed:
            gate, prior = fixed[key]
            if gate == "drop":
                continue
        elif key in elsewhere or hand.has_anywhere(surface):
            gate = "cue"
        elif single and country not in gates.ARAB and (country not in KNOWN or len(surface) < 5):
            gate = "cue"
        gate = options.get("gate", gate)
        taken.add((key, country))
        tier = "orth" if country in gates.ARAB else "translit"
        ids = f"en:{options.get('en', english[code])};iso3166-2:{country}-{part}"
        lines.append([entity, "place", "region", surface,
                      "canonical", country, ids, gate, tier, prior, ""])
    gates.write("places/cldr_subdivisions.tsv", "first-level regions of countries", lines,
                source="Debian unicode-cldr-core 41-0.1 (subdivisions/ar.xml, en.xml)", version="1",
                licence="Unicode-DFS-2016", attribution="Unicode CLDR, © Unicode, Inc.; changed: cleaned, filtered, gated")


if __name__ == "__main__":
    main(sys.argv[1])
