"""people/rigour_parts.tsv: parts of personal names in Arabic letters (Wikidata, by way of rigour).

They are evidence inside a name chain only, never a mention.
"""
import re
import sys

import archives
import fetch
import gates

# Uyghur spellings and slips: a seat of hamza at the beginning, a final form inside.
MISSPELT = re.compile("^[ئؤءة]|ى.|ة.|ؤو|(.)\\1\\1")
FILE = "rigour-2.6.1/rust/data/names/person_names.txt"
# Sounds that a transcription of a foreign name does not use.
SEMITIC = re.compile("[عحصضظذىة]|^ال|ؤ")

# Ordinary words among the names, seen on reading the list.
ORDINARY = "والدي الألماني أنجلوس ستريت الحر عوام جرأت تحميد بطريقية بيت الكيميا ألسن مسكر غاز".split()


def main(cache):
    words = gates.Words()
    places, towns = set(), set()
    for path in gates.seed_files("places"):
        header, rows = gates.rows(path)
        for row in rows:
            if len(row) == 11 and " " not in row[3]:
                (towns if "geonames" in path or "subdivisions" in path else places).add(gates.fold(row[3]))
    parts = {}
    for line in archives.tarball(fetch.fetch("rigour", cache), FILE).decode("utf-8").splitlines():
        forms, _, group = line.partition(" => ")
        for form in forms.split(", "):
            if gates.LETTER.search(form):
                form = gates.clean(form)
                if gates.is_arabic(form):
                    parts.setdefault(form, group)
    dropped = {s for s, (gate, _) in gates.overrides().items() if gate == "drop"} | {gates.fold(s) for s in ORDINARY}
    lines, taken = [], set()
    for name in sorted(parts):
        key = gates.fold(name)
        if " " in name or len(name) < 3 or MISSPELT.search(name) or key in taken or key in places:
            continue
        if key in dropped or words.is_name(name) or words.is_ordinary(name) or words.is_clitic_word(name) or words.is_function(name):
            continue
        taken.add(key)
        weak = len(name) <= 4 or key in towns  # short words are often unlisted ordinary words
        ids = f"wikidata:{parts[name]}" if parts[name].startswith("Q") else ""
        lines.append([f"part/{name}", "person", "name_part", name, "canonical", "", ids, "part",
                      "orth" if SEMITIC.search(name) else "translit", "0.20" if weak else "", ""])
    gates.write("people/rigour_parts.tsv", "parts of personal names", lines,
                source="PyPI rigour 2.6.1 (person_names.txt)", version="1", licence="MIT",
                attribution="rigour, © OpenSanctions Datenbanken GmbH, MIT; names from Wikidata (CC0); changed: filtered")


if __name__ == "__main__":
    main(sys.argv[1])
