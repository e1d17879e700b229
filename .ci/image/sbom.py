"""Writes the CycloneDX bill of materials of the image to standard output.

It names the crates that are linked (from `cargo metadata`), the C library
(from dpkg) and the sources of the lists that are embedded (from the headers
under seeds/). The same tree gives the same bytes.
"""

import json
import pathlib
import subprocess
import sys
import uuid

TARGET = "x86_64-unknown-linux-gnu"


def licence(expression):
    # An old spelling of some crates.
    return [{"expression": expression.replace("/", " OR ")}] if expression else []


def metadata():
    run = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET]
    return json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


def linked(found):
    """What each linked crate is, and which crates it uses; build-time crates left out."""
    packages = {package["id"]: package for package in found["packages"]}
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    root = found["workspace_members"][0]
    uses, waiting = {}, [root]
    while waiting:
        name = waiting.pop()
        if name in uses:
            continue
        uses[name] = sorted(dep["pkg"] for dep in nodes[name]["deps"]
                            if any(kind["kind"] is None for kind in dep["dep_kinds"])
                            and not any("proc-macro" in target["kind"] for target in packages[dep["pkg"]]["targets"]))
        waiting += uses[name]
    return root, packages, uses


def checksums():
    """SHA-256 of each crate, by name and version, as Cargo.lock has it."""
    found, name, version = {}, None, None
    for line in pathlib.Path("Cargo.lock").read_text().splitlines():
        key, _, value = line.partition(" = ")
        value = value.strip('"')
        if key == "name":
            name = value
        elif key == "version":
            version = value
        elif key == "checksum":
            found[name, version] = value
    return found


def crate(package, sums):
    reference = f"pkg:cargo/{package['name']}@{package['version']}"
    component = {"type": "library", "bom-ref": reference, "name": package["name"], "version": package["version"],
                 "purl": reference, "licenses": licence(package["license"])}
    if checksum := sums.get((package["name"], package["version"])):
        component["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return component


def lists():
    """One component for each source of lists."""
    sources = {}
    for path in sorted(pathlib.Path("seeds").rglob("*.tsv")):
        header = {}
        for line in path.read_text().splitlines():
            if not line.startswith("# "):
                break
            key, _, value = line[2:].partition(": ")
            header[key] = value
        if not header.get("licence"):
            continue
        key = (header.get("source", ""), header.get("version", ""), header["licence"], header.get("attribution", ""))
        sources.setdefault(key, []).append(str(path))
    for number, ((source, version, terms, attribution), paths) in enumerate(sorted(sources.items())):
        yield {"type": "data", "bom-ref": f"lists-{number}", "name": source, "version": version,
               "licenses": licence(terms), "copyright": attribution,
               "properties": [{"name": "kayan:file", "value": path} for path in paths]}


def debian(package, name, terms):
    run = ["dpkg-query", "--show", "--showformat", "${Version}", package]
    version = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    reference = f"pkg:deb/debian/{package}@{version}"
    return {"type": "library", "bom-ref": reference, "name": name, "version": version, "purl": reference,
            "licenses": licence(terms)}


def main():
    root, packages, uses = linked(metadata())
    sums = checksums()
    crates = {name: crate(packages[name], sums) for name in uses}
    main_component = crates.pop(root) | {"type": "application"}
    others = [debian("libc6-dev", "glibc", "LGPL-2.1-or-later"), debian("ca-certificates", "ca-certificates", "MPL-2.0")]
    others += lists()
    components = sorted(crates.values(), key=lambda component: component["bom-ref"]) + others
    reference = lambda name: main_component["bom-ref"] if name == root else crates[name]["bom-ref"]
    dependencies = {reference(name): sorted(reference(used) for used in uses[name]) for name in uses}
    dependencies[main_component["bom-ref"]] += [component["bom-ref"] for component in others]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": main_component},
        "components": components,
        "dependencies": [{"ref": name, "dependsOn": used} for name, used in sorted(dependencies.items())],
    }
    # A serial number of its content rather than of chance.
    content = json.dumps(bill, sort_keys=True)
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}"
    json.dump(bill, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
