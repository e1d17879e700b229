"""places/countries.tsv and places/cldr_territories.tsv: the hand table data/countries.txt joined with the
territory names of CLDR ar and of its regional variants."""
import json
import os
import re
import sys

import archives
import fetch
import gates

FORMS = dict(s="short", v="variant", a="acronym", o="official", e="exonym", f="former", n="nickname")
LOCALES = ["ar", "ar-AE", "ar-LY", "ar-SA"]  # the variants of ar whose territory names differ
SKIP = {"001", "057", "CQ", "EU", "QO", "UM", "UN", "XA", "XB", "ZZ"}
RESERVED = {"AC", "CP", "DG", "EA", "EZ", "IC", "TA", "XK"}  # codes that CLDR uses but ISO 3166 does not assign
TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "countries.txt")


def cldr(cache):
    """code -> the names CLDR has for it, the main one first; and the English names."""
    package = fetch.fetch("cldr-localenames", cache)

    def read(locale):
        data = json.loads(archives.tarball(package, f"package/main/{locale}/territories.json"))
        return data["main"][locale]["localeDisplayNames"]["territories"]

    names = {}
    for locale in LOCALES:
        for key, value in sorted(read(locale).items()):
            code = key.split("-")[0]
            if code in SKIP:
                continue
            # «ميانمار (بورما)» and «الكونغو - كينشاسا» are labels for menus, no names.
            value = gates.clean(re.sub(r"\(.*\)", "", value))
            if gates.is_arabic(value) and value not in names.setdefault(code, []):
                names[code].append(value)
    return names, {k: v for k, v in read("en").items() if "-" not in k}


def parse(alias, form, number):
    prior, gate = "", "always"
    match = re.fullmatch(r"(.*)=(\d\.\d\d)", alias)
    if match:
        alias, prior = match.groups()
    match = re.fullmatch(r"([svaoefn]):(.*)", alias)
    if match:
        form, alias = FORMS[match[1]], match[2]
    if alias[0] in "!?":
        gate, alias = {"!": "always", "?": "cue"}[alias[0]], alias[1:]
    surface = alias if re.fullmatch("[A-Z]+", alias) else gates.clean(alias.replace("-", " "))
    if not surface or not (gates.is_arabic(surface) or surface.isascii()):
        sys.exit(f"{TABLE}:{number}: {alias}")
    return surface, form, gate, prior


def main(cache):
    names, english = cldr(cache)
    words = gates.Words()
    hand = gates.Hand("place", "places")
    targets = {"countries": [], "territories": []}
    done = set()
    with open(TABLE, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            code, en, canonical, aliases, *rest = line.split("|")
            subtype = rest[0] if rest and rest[0] else "country"
            forms = [parse(canonical, "canonical", number)]
            forms += [parse(a, "variant", number) for a in aliases.split(";") if a]
            forms += [(n, "variant", "always", "") for n in names.get(code, [])]
            done.add(code)
            if "place/" + gates.slug(en) in hand.ids or not code and hand.has(forms[0][0], ""):
                continue  # another hand-written list has it
            add(targets["countries" if subtype == "country" else "territories"], code, en, subtype, forms)
    for code, forms in sorted(names.items()):
        if code not in done and "place/" + gates.slug(english[code]) not in hand.ids:
            subtype = "region" if code.isdigit() else "territory"
            if subtype == "region" and hand.has(forms[0], ""):
                continue
            add(targets["territories"], code, english[code], subtype,
                [(n, "variant" if i else "canonical", words.gate(n) or "cue", "") for i, n in enumerate(forms)])
    about = dict(source="npm cldr-localenames-full 48.0.0 (territories), and forms written for Kayan",
                 version="1", licence="Unicode-3.0; hand-written forms Apache-2.0",
                 attribution="Unicode CLDR, © Unicode, Inc.; the Kayan authors")
    gates.write("places/countries.tsv", "countries, present and former", targets["countries"], **about)
    gates.write("places/cldr_territories.tsv", "dependent territories, continents and world regions",
                targets["territories"], **about)


def add(lines, code, en, subtype, forms):
    entity = "place/" + gates.slug(en)
    country = code if re.fullmatch("[A-Z]{2}", code) and (code == "XK" or code not in RESERVED) else ""
    ids = "en:" + en
    if country and code not in RESERVED:
        ids += ";iso3166:" + code
    elif code.isdigit():
        ids += ";m49:" + code
    arab = country in gates.ARAB
    seen = set()
    for surface, form, gate, prior in forms:
        if gates.fold(surface) in seen:
            continue
        seen.add(gates.fold(surface))
        tier = "orth" if arab or surface.isascii() else "translit"
        lines.append([entity, "place", subtype, surface, form, country, ids if form == "canonical" else "",
                      gate, tier, prior, ""])


if __name__ == "__main__":
    main(sys.argv[1])
