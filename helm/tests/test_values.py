"""Values, their schema, the README and the linters agree."""

import json
import shutil
import subprocess

import jsonschema
import pytest
import yaml

from support import CASES, CHART, NEWEST, helm, render

VALUES = yaml.safe_load((CHART / "values.yaml").read_text())
SCHEMA = json.loads((CHART / "values.schema.json").read_text())


def resolve(schema):
    while "$ref" in schema:
        schema = SCHEMA["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def walk(values, schema, path=""):
    """What one of values and schema has and the other has not."""
    schema = resolve(schema)
    if not isinstance(values, dict) or schema.get("additionalProperties") is not False or "patternProperties" in schema:
        return
    known = schema["properties"].keys()
    # Parts of one value, rather than values: absent when not set.
    parts = path in (".tls.certManager.issuerRef",) or "resources" in path or path.startswith(".probes")
    for key in values.keys() ^ (values.keys() if parts else known - {"global"}):
        yield f"{path}.{key}"
    for key in values.keys() & known:
        yield from walk(values[key], schema["properties"][key], f"{path}.{key}")


def test_schema_and_values_have_the_same_keys():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.validate(VALUES, SCHEMA)
    assert list(walk(VALUES, SCHEMA)) == []


def objects_of(schema, path="$"):
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield path, schema
        for key, inner in schema.items():
            yield from objects_of(inner, f"{path}.{key}")
    elif isinstance(schema, list):
        for i, inner in enumerate(schema):
            yield from objects_of(inner, f"{path}.{i}")


def test_every_object_with_named_keys_refuses_others():
    found = [(path, each) for path, each in objects_of(SCHEMA) if "properties" in each]
    assert len(found) > 30
    # These pass through to Kubernetes, whose schemas check what is rendered.
    through = {"$.definitions.env.items", "$.properties.gateway.properties.parentRefs.items"}
    assert [path for path, each in found if each.get("additionalProperties") is not False and path not in through] == []


@pytest.mark.parametrize("case", CASES)
def test_helm_lint_is_content(case):
    report = helm("lint", "--strict", CHART, "--kube-version", f"{NEWEST}.0", "--values", CASES[case])
    assert "0 chart(s) failed" in report and "WARNING" not in report


def test_readme_is_generated(tmp_path):
    """`helm-docs --chart-search-root helm` writes it."""
    shutil.copytree(CHART, tmp_path / "kayan")
    subprocess.run(["helm-docs", "--chart-search-root", tmp_path, "--log-level", "error"], check=True)
    assert (tmp_path / "kayan" / "README.md").read_text() == (CHART / "README.md").read_text()


def test_every_value_is_explained():
    readme = (CHART / "README.md").read_text()
    rows = [line for line in readme.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 100
    assert [row for row in rows if row.endswith("|  |")] == [], "a value without a description"


# Why each check that is left out does not apply.
WAIVED = {
    "container-image-pull-policy": "a tag that never moves, or a digest, need not be asked for at every start",
    "deployment-has-host-podantiaffinity": "topologySpreadConstraints spread over nodes",
}


def score(text):
    ignored = [argument for check in WAIVED for argument in ("--ignore-test", check)]
    return subprocess.run(["kube-score", "score", "--kubernetes-version", "v1.34", *ignored, "-"],
                          input=text, capture_output=True, text=True)


# `single` is for a laptop and gives up what the linter wants.
@pytest.mark.parametrize("case", [case for case in CASES if case not in ("single", "scaling")])
def test_kube_score_is_content(case):
    run = score(render(CASES[case], NEWEST, "kayan", "--skip-tests"))
    assert run.returncode == 0, run.stdout
    assert "CRITICAL" not in run.stdout and "WARNING" not in run.stdout, run.stdout


@pytest.mark.parametrize("change", [
    "securityContext.readOnlyRootFilesystem=false",
    "securityContext.privileged=true",
    "networkPolicy.enabled=false",
    "resources.limits.memory=null",
    "podDisruptionBudget.enabled=false",
    "image.tag=latest",
])
def test_kube_score_bites(change):
    run = score(render(CASES["default"], NEWEST, "kayan", "--skip-tests", "--set", change))
    assert "CRITICAL" in run.stdout, change


def test_the_chart_packs(tmp_path):
    helm("package", CHART, "--destination", tmp_path)
    [archive] = tmp_path.glob("kayan-*.tgz")
    listing = subprocess.run(["tar", "tzf", archive], capture_output=True, text=True, check=True).stdout
    for file in ("README.md", "values.schema.json", "values-ha.yaml", "alerts/kayan.yaml", "dashboards/kayan.json"):
        assert f"kayan/{file}" in listing
    # The archive renders as the folder does.
    packed = helm("template", "kayan", archive, "--namespace", "language", "--kube-version", f"{NEWEST}.0")
    assert packed == render(CASES["default"])


def test_cases_use_every_value():
    """A value that no case sets is a template that nothing looks at."""
    used = set()

    def collect(values, path=""):
        for key, value in (values or {}).items():
            used.add(f"{path}{key}")
            if isinstance(value, dict):
                collect(value, f"{path}{key}.")

    for path in CASES.values():
        collect(yaml.safe_load(path.read_text()))
    assert sorted(VALUES.keys() - used - {
        # Set with --set in test_shape.py.
        "nameOverride", "fullnameOverride", "revisionHistoryLimit", "resources", "probes",
        "podSecurityContext", "securityContext", "rollout",
    }) == []
