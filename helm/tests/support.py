"""Renders the chart and checks objects against schemas, without a cluster.

helm, kube-score and helm-docs are found on PATH; KAYAN_CRDS lists, joined by
colons, the folders of the custom resource definitions.
"""

import functools
import os
import pathlib
import re
import subprocess

import jsonschema
import kubernetes_validate.utils as kubernetes
import yaml
from referencing import Registry, Resource

HERE = pathlib.Path(__file__).parent
CHART = HERE.parent / "kayan"
CASES = {path.stem: path for path in sorted((HERE / "values").glob("*.yaml"))}
CASES["ha"] = CHART / "values-ha.yaml"
REFUSED = sorted((HERE / "refused").glob("*.yaml"))

# All that the schemas know from the chart's kubeVersion on.
VERSIONS = list(dict.fromkeys(version.rsplit(".", 1)[0] for version in kubernetes.all_versions()))
VERSIONS = [version for version in VERSIONS if int(version.split(".")[1]) >= 28]
NEWEST = VERSIONS[-1]


class Refused(Exception):
    """helm did not render the values."""


def remarks(path, key):
    """The texts of the comments `# key: text` of a file."""
    return re.findall(rf"^# {key}: (.*)$", path.read_text(), re.M)


def oldest(path):
    """The minor version from which a file of values is meant to render."""
    return int((remarks(path, "kubernetes") or ["1.28"])[0].split(".")[1])


MATRIX = [(case, version) for case in CASES for version in VERSIONS if int(version.split(".")[1]) >= oldest(CASES[case])]


def helm(*arguments):
    """Runs helm and returns what it prints; what it refuses is an error."""
    run = subprocess.run(["helm", *map(str, arguments)], capture_output=True, text=True)
    if run.returncode:
        raise Refused(run.stderr)
    return run.stdout


@functools.cache
def render(values, version=NEWEST, release="kayan", *more):
    """The text of all objects, as `helm template` prints it."""
    return helm("template", release, CHART, "--namespace", "language", "--kube-version", f"{version}.0",
                "--values", values, *more)


@functools.cache
def load(text):
    return [document for document in yaml.load_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) if document]


def objects(case, version=NEWEST, *more):
    """The objects of a case."""
    return load(render(CASES[case], version, "kayan", *more))


def find(case, kind, suffix="", version=NEWEST, *more):
    """The one object of this kind whose name is that of the release and a suffix."""
    found = [each for each in objects(case, version, *more)
             if each["kind"] == kind and each["metadata"]["name"] == f"kayan{suffix}"]
    assert len(found) == 1, f"{len(found)} of {kind} kayan{suffix}"
    return found[0]


def server(case, version=NEWEST):
    """The pod's spec and the container of the server."""
    pod = find(case, "Deployment", version=version)["spec"]["template"]["spec"]
    return pod, pod["containers"][0]


@functools.cache
def registry(version):
    folder = f"kubernetes-json-schema/v{version}.0-local-strict"
    definitions = kubernetes.schema_contents(f"{folder}/_definitions.json", version)
    return Resource.from_contents(definitions) @ Registry()


@functools.cache
def builtin(version, kind, api_version):
    """The strict schema of a kind that Kubernetes brings, or None."""
    group = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
    name = f"kubernetes-json-schema/v{version}.0-local-strict/{kind.lower()}-{group}.json"
    try:
        schema = kubernetes.schema_contents(name, version)
    except FileNotFoundError:
        return None
    return jsonschema.Draft202012Validator(schema, registry=registry(version))


def close(schema):
    """A schema of a custom resource as JSON Schema that refuses unknown fields."""
    if isinstance(schema, list):
        return [close(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: close(value) for key, value in schema.items() if key not in ("format", "default")}
    if schema.get("x-kubernetes-int-or-string"):
        closed.pop("type", None)
        closed.pop("anyOf", None)
        closed["type"] = ["integer", "string"]
    elif "properties" in schema and schema.get("type") == "object" and "additionalProperties" not in schema:
        closed["additionalProperties"] = bool(schema.get("x-kubernetes-preserve-unknown-fields"))
    return closed


@functools.cache
def custom():
    """Validators of custom resources, by kind and version of the API."""
    found = {}
    for folder in os.environ["KAYAN_CRDS"].split(":"):
        for path in sorted(pathlib.Path(folder).glob("*.yaml")):
            if not re.search("grpcroutes|servicemonitors|podmonitors|prometheusrules|_certificates", path.name):
                continue
            for definition in load(path.read_text()):
                spec = definition["spec"]
                for version in spec["versions"]:
                    schema = close(version["schema"]["openAPIV3Schema"])
                    # The root says nothing of what every object has.
                    schema["properties"]["metadata"] = {"type": "object"}
                    key = (spec["names"]["kind"], f"{spec['group']}/{version['name']}")
                    found[key] = jsonschema.Draft202012Validator(schema)
    return found


def faults(each, version):
    """What the schemas say against an object."""
    key = (each["kind"], each["apiVersion"])
    validator = builtin(version, *key) or custom().get(key)
    if validator is None:
        return [f"no schema of {key}"]
    return [f"{key[0]} {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(each)]
