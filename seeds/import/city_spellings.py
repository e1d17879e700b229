"""places/city_spellings.tsv: spellings of world cities from data/cities.txt that no other hand-written list has."""
import os
import re
import sys

import gates

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "cities.txt")


def main(_cache):
    words, hand, fixed = gates.Words(), gates.Hand("place", "places"), gates.overrides()
    lines, taken = [], set()
    with open(TABLE, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            english, country, forms = line.split("|")
            entity = f"place/{gates.slug(english)}-{country.lower()}"
            mine = []
            for form in forms.split(";"):
                former, cue, surface = re.fullmatch(r"(f:)?(\?)?(.+)", form).groups()
                key = gates.fold(surface)
                if not gates.is_arabic(surface):
                    sys.exit(f"{TABLE}:{number}: {surface}")
                if key in taken or hand.has(surface, country) or words.is_tail(surface):
                    continue
                gate = "cue" if cue or hand.has_anywhere(surface) else "always" if " " in surface else words.gate(surface)
                gate, prior = fixed.get(key, (gate, ""))
                if gate in (None, "drop"):
                    continue
                taken.add(key)
                mine.append([entity, "place", "city", surface, "former" if former else "variant", country, "", gate, "translit", prior, ""])
            if mine:
                mine[0][4], mine[0][6] = "canonical", "en:" + re.sub(r" \(.*\)", "", english)
                lines += mine
    gates.write("places/city_spellings.tsv", "further spellings of world cities", lines, source="written for Kayan",
                version="1", licence="Apache-2.0", attribution="the Kayan authors")


if __name__ == "__main__":
    main(sys.argv[1])
