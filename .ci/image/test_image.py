"""The image is what it says: the same twice, small, static, and it runs as a
user without rights on a read-only root, told by the chart."""

import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import shlex
import struct
import subprocess
import tarfile
import time

import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from container import CHART, Container, rendered

IMAGE, AGAIN = (pathlib.Path(os.environ[name]) for name in ("KAYAN_IMAGE", "KAYAN_IMAGE_AGAIN"))
INDEX = json.loads((IMAGE / "index.json").read_text())
[MANIFEST_DESCRIPTOR] = INDEX["manifests"]
VERSION = MANIFEST_DESCRIPTOR["annotations"]["org.opencontainers.image.ref.name"]
FORTY_MEGABYTES = 40_000_000


def blob(descriptor):
    return (IMAGE / "blobs" / "sha256" / descriptor["digest"].removeprefix("sha256:")).read_bytes()


MANIFEST = json.loads(blob(MANIFEST_DESCRIPTOR))
CONFIG = json.loads(blob(MANIFEST["config"]))


def members():
    for layer in MANIFEST["layers"]:
        with tarfile.open(fileobj=io.BytesIO(gzip.decompress(blob(layer)))) as archive:
            for member in archive:
                yield member, archive.extractfile(member).read() if member.isfile() else None


FILES = {member.name: content for member, content in members()}


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_builds_are_the_same_to_the_byte():
    first, second = os.environ["KAYAN_IMAGE_DIGESTS"].split()
    assert first == second == MANIFEST_DESCRIPTOR["digest"]
    assert tree(IMAGE) == tree(AGAIN)


def test_blobs_are_what_their_names_say():
    blobs = list((IMAGE / "blobs" / "sha256").iterdir())
    assert len(blobs) == 4
    for path in blobs:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    for layer, content in zip(MANIFEST["layers"], CONFIG["rootfs"]["diff_ids"], strict=True):
        assert len(blob(layer)) == layer["size"]
        assert "sha256:" + hashlib.sha256(gzip.decompress(blob(layer))).hexdigest() == content


def test_another_program_reads_it():
    seen = json.loads(subprocess.run(["skopeo", "inspect", f"oci:{IMAGE}"], check=True, capture_output=True).stdout)
    assert seen["Digest"] == MANIFEST_DESCRIPTOR["digest"]
    assert (seen["Os"], seen["Architecture"]) == ("linux", "amd64")
    assert len(seen["Layers"]) == 2
    labels = seen["Labels"]
    for name in ("title", "description", "licenses", "version", "revision", "created"):
        assert labels[f"org.opencontainers.image.{name}"]
    assert labels["org.opencontainers.image.revision"] == subprocess.run(
        ["git", "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()


def test_it_is_small():
    packed = sum(layer["size"] for layer in MANIFEST["layers"])
    plain = sum(len(content or b"") for _, content in members())
    print(f"image: {packed / 1e6:.1f} MB packed, {plain / 1e6:.1f} MB unpacked")
    assert packed < FORTY_MEGABYTES and plain < FORTY_MEGABYTES


def test_it_holds_nothing_else():
    assert FILES.keys() == {
        "etc", "etc/ssl", "etc/ssl/certs", "etc/ssl/certs/ca-certificates.crt", "etc/passwd", "etc/group", "tmp", "usr", "usr/share",
        "usr/share/kayan", "usr/share/kayan/ATTRIBUTION.md", "usr/share/kayan/LICENSE", "usr/share/kayan/sbom.cdx.json", "kayan"}
    for member, _ in members():
        assert (member.uid, member.gid) == (0, 0)
        assert member.mode == {"tmp": 0o1777, "kayan": 0o755}.get(member.name, 0o755 if member.isdir() else 0o644)
    assert FILES["usr/share/kayan/ATTRIBUTION.md"] == pathlib.Path("ATTRIBUTION.md").read_bytes()
    assert FILES["etc/ssl/certs/ca-certificates.crt"].count(b"BEGIN CERTIFICATE") > 100


def test_the_server_is_static_and_stripped():
    program = FILES["kayan"]
    assert program[:5] == b"\x7fELF\x02"
    offset, size, count = struct.unpack_from("<Q", program, 32)[0], *struct.unpack_from("<HH", program, 54)
    kinds = [struct.unpack_from("<I", program, offset + i * size)[0] for i in range(count)]
    interpreter, dynamic = 3, 2
    assert interpreter not in kinds, "it wants a loader"
    assert dynamic in kinds, "static-pie: its addresses are randomised"
    offset, size, count = struct.unpack_from("<Q", program, 40)[0], *struct.unpack_from("<HH", program, 58)
    kinds = [struct.unpack_from("<I", program, offset + i * size + 4)[0] for i in range(count)]
    symbols = 2
    assert kinds and symbols not in kinds


def test_it_is_told_whom_to_be():
    assert CONFIG["config"]["User"] == "65532:65532"
    assert CONFIG["config"]["Entrypoint"] == ["/kayan"] and CONFIG["config"]["Cmd"] == ["serve"]
    pod = rendered()["Deployment", "kayan"]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsUser"] == 65532
    assert "command" not in pod["containers"][0] and pod["containers"][0]["args"] == ["serve"]


def test_the_containerfile_says_the_same():
    """It is not run here; what it says of the image can still be compared."""
    text = pathlib.Path("Containerfile").read_text().partition("FROM scratch")[2].replace("\\\n", " ")
    orders = [line.split(None, 1) for line in text.splitlines() if line.strip()]
    said = lambda order: [rest for name, rest in orders if name == order]
    config = CONFIG["config"]
    assert said("USER") == [config["User"]]
    assert [json.loads(rest) for rest in said("ENTRYPOINT") + said("CMD")] == [config["Entrypoint"], config["Cmd"]]
    assert said("ENV")[0].split() == config["Env"]
    assert {f"{port}/tcp" for port in said("EXPOSE")[0].split()} == config["ExposedPorts"].keys()
    labels = dict(word.split("=", 1) for word in shlex.split(said("LABEL")[0]))
    assert labels.items() <= config["Labels"].items() and len(labels) == 3
    for file in ("ATTRIBUTION.md", "LICENSE", "sbom.cdx.json", "ca-certificates.crt"):
        assert file in text


def test_the_bill_of_materials_is_valid_and_whole():
    text = FILES["usr/share/kayan/sbom.cdx.json"].decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    components = {component["name"]: component for component in bill["components"]}
    for name in ("tokio", "tonic", "ring", "prost", "glibc"):
        assert components[name]["version"] and components[name]["licenses"]
    assert not {"protox", "criterion", "clap_derive", "proptest"} & components.keys(), "not in the image"
    assert bill["metadata"]["component"]["name"] == "kayan"
    assert [c["name"] for c in bill["components"] if not c.get("licenses")] == []
    files = {entry["value"] for component in bill["components"] for entry in component.get("properties", [])}
    seeds = {str(path) for path in pathlib.Path("seeds").rglob("*.tsv")}
    assert len(files) > 10 and files <= seeds
    assert seeds - files <= {path for path in seeds if "# licence:" not in pathlib.Path(path).read_text()}


@pytest.fixture(scope="module")
def container(tmp_path_factory):
    running = Container(IMAGE, VERSION, tmp_path_factory.mktemp("container"))
    try:
        running.wait()
        yield running
    finally:
        running.remove()


def test_it_runs_without_rights(container):
    process = pathlib.Path("/proc") / str(container.state()["pid"])
    status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines() if ":\t" in line)
    assert status["Uid"].split() == ["65532"] * 4 and status["Gid"].split() == ["65532"] * 4
    assert [int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")] == [0] * 5
    assert status["NoNewPrivs"] == "1"
    [root] = [line.split() for line in (process / "mountinfo").read_text().splitlines() if line.split()[4] == "/"]
    assert "ro" in root[5].split(",")
    assert (process / "cmdline").read_bytes() == b"/kayan\0serve\0"


def test_it_answers_what_the_probes_ask(container):
    told = container.pod["containers"][0]
    for name in ("startupProbe", "readinessProbe", "livenessProbe"):
        probe = told[name]["grpc"]
        assert probe["port"] == container.grpc
        run = container.grpcurl("-d", json.dumps({"service": probe["service"]}), f"127.0.0.1:{probe['port']}", "grpc.health.v1.Health/Check")
        assert '"SERVING"' in run.stdout, run.stderr
    # Those that a chart with TLS uses.
    assert container.page("/readyz")[0] == container.page("/livez")[0] == 200


def test_its_lists_are_read_from_the_volume_once(container):
    answer = container.call("ExtractEntities", {"document": {"text": "أعلنت الواحة الزرقاء أرباحها"}})
    [mention] = [mention for mention in answer["mentions"] if mention["text"] == "الواحة الزرقاء"]
    assert mention["type"] == "ENTITY_TYPE_COMPANY"
    names = [entity.get("englishName") for entity in answer["entities"]]
    assert "Blue Oasis" in names
    sources = [source["name"] for source in container.call("GetGazetteer", {})["sources"]]
    assert [name for name in sources if "own.tsv" in name] == ["/gazetteer/inline/own.tsv"]


def script_of_helm_test(container, port):
    """Runs the container of `helm test` here, against a port of this machine."""
    [told] = container.objects["Pod", "kayan-test"]["spec"]["containers"]
    environment = {each["name"]: each["value"] for each in told["env"]} | {"TARGET": f"127.0.0.1:{port}"}
    return subprocess.run([*told["command"], *told["args"]], env=os.environ | environment, capture_output=True, text=True)


def test_helm_test_passes(container):
    run = script_of_helm_test(container, container.grpc)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "ok: healthy, and the place was found" in run.stdout


def test_helm_test_fails_where_nothing_listens(container):
    assert script_of_helm_test(container, 1).returncode != 0


def test_the_call_of_the_notes_works(container):
    notes = (CHART / "templates" / "NOTES.txt").read_text()
    [line] = [line for line in notes.splitlines() if line.strip().startswith("grpcurl")]
    line = line.replace('{{ ternary "-insecure" "-plaintext" .Values.tls.enabled }}', "-plaintext")
    line = line.replace("{{ .Values.service.port }}", str(container.grpc))
    run = subprocess.run(shlex.split(line), capture_output=True, text=True)
    assert run.returncode == 0 and '"text": "القاهرة"' in run.stdout, run.stderr


def known_variables(container):
    run = subprocess.run([container.rootfs / "kayan", "serve", "--help"], check=True, capture_output=True, text=True)
    return set(re.findall(r"\[env: (KAYAN__\w+)=", run.stdout))


def test_the_server_knows_what_the_chart_says(container):
    known = known_variables(container)
    assert len(known) >= 10
    for values in sorted(pathlib.Path("helm/tests/values").glob("*.yaml")):
        run = ["helm", "template", "kayan", CHART, "--values", values, "--show-only", "templates/configmap.yaml"]
        text = subprocess.run(run, check=True, capture_output=True, text=True).stdout
        [told] = [each["data"] for each in yaml.safe_load_all(text) if each and each["metadata"]["name"] == "kayan"]
        unknown = told.keys() - known
        # The server has no TLS of its own yet; once it has, the names must be right.
        if not any(name.startswith("KAYAN__TLS") for name in known):
            unknown = {name for name in unknown if not name.startswith("KAYAN__TLS_")}
        assert unknown == set(), values.name
    # What is named in the chart is also set in some case.
    template = (CHART / "templates" / "_environment.tpl").read_text()
    assert known - set(re.findall(r"KAYAN__\w+", template)) == set(), "an option that the chart cannot set"


def test_metrics_of_alerts_and_dashboard_are_served(container):
    container.call("ExtractEntities", {"document": {"text": "زار القاهرة"}})
    status, text = container.page("/metrics")
    assert status == 200
    served = set(re.findall(r"^(kayan_\w+)[ {]", text, re.M))
    for path in (CHART / "alerts" / "kayan.yaml", CHART / "dashboards" / "kayan.json"):
        wanted = set(re.findall(r"\bkayan_\w+", path.read_text()))
        assert len(wanted) >= 5
        assert wanted - served == set(), path.name


def test_it_stops_as_the_grace_period_allows(container):
    """The last test: it ends the container."""
    told = container.objects["ConfigMap", "kayan"]["data"]
    delay = int(told["KAYAN__SHUTDOWN_DELAY"].removesuffix("s"))
    begun = time.monotonic()
    container.terminate()
    time.sleep(1)
    assert container.page("/readyz")[0] == 503 and container.page("/livez")[0] == 200
    answer = container.call("ExtractEntities", {"document": {"text": "زار القاهرة"}})
    assert answer["mentions"], "calls are still answered while load balancers take notice"
    assert container.process.wait(60) == 0
    took = time.monotonic() - begun
    bound = container.pod["terminationGracePeriodSeconds"] - container.pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert delay <= took < bound
