"""people/faker_names.tsv: given and family names of Faker (Python and JavaScript) and egyptian that the
hand-written lists lack. Titles, job names and most tribes are left out."""
import ast
import re
import sys

import archives
import fetch
import gates

LOCALES = ("ar_AA", "ar_DZ", "ar_PS", "ar_SA")
JS = "package/dist/ar-CemwnVDS.js"


def python_faker(path):
    """(kind, name)."""
    for locale in LOCALES:
        tree = ast.parse(archives.wheel(path, f"faker/providers/person/{locale}/__init__.py").decode("utf-8"))
        for node in ast.walk(tree):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
            kind = {"first_names_male": "given_male", "first_names_female": "given_female", "last_names": "family"}.get(getattr(target, "id", ""))
            if not kind or not isinstance(node.value, (ast.Tuple, ast.List)):
                continue
            for item in node.value.elts:
                name = item.value
                # The family names of ar_AA are tribes, but for the compounds and the nisbas.
                if kind == "family" and locale == "ar_AA" and not re.match("(أبو|ابو|آل|بن) ", name) and not re.fullmatch("ال.+ي", name):
                    continue
                yield kind, name


def javascript_faker(path):
    text = archives.tarball(path, JS).decode("utf-8")
    text = text[text.index("person:{first_name:"):]
    for kind, pattern in (("given_female", r"female:(\[.*?\]|`.*?`)"), ("given_male", r"male:(`.*?`|\[.*?\])"),):
        body = re.search(r"first_name:\{.*?\}", text)[0]
        for match in re.finditer(r"(?<![a-z])" + pattern, body):
            for name in re.split(r"[.`,\[\]]+", match[1]):
                if name:
                    yield kind, name


def egyptian(path):
    tree = ast.parse(archives.wheel(path, "egyptian/db.py").decode("utf-8"))
    for node in tree.body:
        kind = {"male_names": "given_male", "female_names": "given_female"}.get(getattr(node.targets[0], "id", "")) if isinstance(node, ast.Assign) else None
        if kind and isinstance(node.value, ast.Dict):
            for item in node.value.values:
                yield kind, item.value


def main(cache):
    words = gates.Words()
    lines, taken = [], set()
    names = list(python_faker(fetch.fetch("faker", cache)))
    names += javascript_faker(fetch.fetch("faker-js", cache))
    names += egyptian(fetch.fetch("egyptian", cache))
    for kind, name in names:
        name = re.sub("^ابو ", "أبو ", gates.clean(name))
        name = re.sub("(^| )ال ", r"\1آل ", name)
        if not gates.is_arabic(name) or len(name) < 3 or words.is_function(name) or words.is_name(name):
            continue
        key = gates.fold(name)
        if key in taken or kind == "family" and gates.fold("ال" + name) in words.names:
            continue
        taken.add(key)
        weak = " " not in name and (words.is_ordinary(name) or words.is_clitic_word(name))
        if weak or len(name.split()) > 3:
            continue  # an ordinary word that the hand-written lists do not know as a name
        folder = kind.split("_")[0]
        lines.append([f"{folder}/{name.replace(' ', '-')}", "person", kind, name, "canonical", "", "", "part", "orth",
                      "0.20" if len(name) == 3 else "", ""])
    lines.sort(key=lambda r: (r[0], r[2]))
    gates.write("people/faker_names.tsv", "given and family names used in the Arab world", lines,
                source="PyPI Faker 40.54.0; npm @faker-js/faker 10.6.0; PyPI egyptian 1.0.1", version="1", licence="MIT",
                attribution="Faker, faker-js and egyptian, MIT; changed: filtered")


if __name__ == "__main__":
    main(sys.argv[1])
