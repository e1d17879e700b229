"""What the rendered objects are like: one promise of the chart a test."""

import hashlib
import json
import re
import shutil
import subprocess

import pytest
import yaml

from support import CASES, CHART, MATRIX, NEWEST, VERSIONS, find, helm, load, objects, render, server

EVERY = pytest.mark.parametrize("case", CASES)
SECURE = ("tls-secret", "cert-manager")
SELECTOR = {"app.kubernetes.io/name": "kayan", "app.kubernetes.io/instance": "kayan"}


def of_kind(case, kind, version=NEWEST):
    return [each for each in objects(case, version) if each["kind"] == kind]


def changed(*settings):
    """The deployment of the defaults with `--set`."""
    text = render(CASES["default"], NEWEST, "kayan", *(word for setting in settings for word in ("--set", setting)))
    [found] = [each for each in load(text) if each["kind"] == "Deployment"]
    return found


@EVERY
def test_selectors_never_change(case):
    deployment = find(case, "Deployment")
    assert deployment["spec"]["selector"]["matchLabels"] == SELECTOR
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert SELECTOR.items() <= labels.items()
    assert "helm.sh/chart" not in labels, "a new chart would replace the pods"
    for service in of_kind(case, "Service"):
        assert service["spec"]["selector"] == SELECTOR
    for policy in of_kind(case, "NetworkPolicy"):
        assert policy["spec"]["podSelector"]["matchLabels"] == SELECTOR
    for budget in of_kind(case, "PodDisruptionBudget"):
        assert budget["spec"]["selector"]["matchLabels"] == SELECTOR


@EVERY
def test_every_object_is_labelled_and_in_its_namespace(case):
    for each in objects(case):
        assert each["metadata"]["namespace"] == "language"
        labels = each["metadata"]["labels"]
        assert labels["app.kubernetes.io/managed-by"] == "Helm"
        assert labels["app.kubernetes.io/instance"] == "kayan"
        assert len(each["metadata"]["name"]) <= 63


@EVERY
def test_pods_are_hardened(case):
    pods = [find(case, "Deployment")["spec"]["template"]["spec"]] + [pod["spec"] for pod in of_kind(case, "Pod")]
    assert len(pods) == (1 if case == "single" else 2)
    for pod in pods:
        assert pod["automountServiceAccountToken"] is False
        assert pod["enableServiceLinks"] is False
        security = pod["securityContext"]
        assert security["runAsNonRoot"] is True
        assert (security["runAsUser"], security["runAsGroup"], security["fsGroup"]) == (65532, 65532, 65532)
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
        for key in ("hostNetwork", "hostPID", "hostIPC"):
            assert key not in pod
        for container in pod.get("initContainers", []) + [each for each in pod["containers"] if each["name"] != "beside"]:
            security = container["securityContext"]
            assert security["readOnlyRootFilesystem"] is True
            assert security["allowPrivilegeEscalation"] is False
            assert security["capabilities"] == {"drop": ["ALL"]}
            for bound in ("requests", "limits"):
                assert {"cpu", "memory", "ephemeral-storage"} <= container["resources"][bound].keys()
    for account in of_kind(case, "ServiceAccount"):
        assert account["automountServiceAccountToken"] is False


@EVERY
def test_no_mount_is_a_sub_path(case):
    pod, container = server(case)
    mounts = container["volumeMounts"]
    assert all("subPath" not in mount and "subPathExpr" not in mount for mount in mounts)
    assert {mount["name"] for mount in mounts} == {volume["name"] for volume in pod["volumes"]}
    assert all(mount["name"] in ("tmp", "more") or mount["readOnly"] for mount in mounts)
    assert {"name": "tmp", "mountPath": "/tmp"} in mounts


@pytest.mark.parametrize("case, version", MATRIX)
def test_the_grace_period_covers_the_drain(case, version):
    pod, container = server(case, version)
    told = find(case, "ConfigMap", version=version)["data"]
    seconds = lambda text: int(re.fullmatch(r"(\d+)s", text)[1])
    sleep = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    assert (sleep > 0) == (int(version.split(".")[1]) >= 30 and case != "single")
    needed = sleep + seconds(told["KAYAN__SHUTDOWN_DELAY"]) + seconds(told["KAYAN__DRAIN_TIMEOUT"])
    assert pod["terminationGracePeriodSeconds"] >= needed + 2


def test_drain_defaults_are_those_of_the_server():
    told = find("default", "ConfigMap")["data"]
    assert (told["KAYAN__SHUTDOWN_DELAY"], told["KAYAN__DRAIN_TIMEOUT"]) == ("5s", "20s")


@EVERY
def test_probes(case):
    _, container = server(case)
    tls = case in SECURE
    port = container["ports"][0]["containerPort"]
    for name, service, path in (("startup", "", "/readyz"), ("readiness", "", "/readyz"), ("liveness", "liveness", "/livez")):
        probe = container[f"{name}Probe"]
        if tls:
            assert probe["httpGet"] == {"path": path, "port": "admin"} and "grpc" not in probe
        else:
            assert probe["grpc"] == {"port": port, "service": service} and "httpGet" not in probe
    assert container["livenessProbe"] != container["readinessProbe"]


@EVERY
def test_ports_of_services(case):
    _, container = server(case)
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert ports.keys() == {"grpc", "admin"}
    told = find(case, "ConfigMap")["data"]
    assert told["KAYAN__GRPC_ADDRESS"].endswith(f":{ports['grpc']}")
    assert told["KAYAN__ADMIN_ADDRESS"].endswith(f":{ports['admin']}")
    tls = case in SECURE
    services = [find(case, "Service")] + ([] if case == "single" else [find(case, "Service", "-headless")])
    for service in services:
        [port] = service["spec"]["ports"]
        assert (port["name"], port["targetPort"]) == ("grpc", "grpc")
        assert port["appProtocol"] == ("https" if tls else "kubernetes.io/h2c")
    for headless in services[1:]:
        assert headless["spec"]["clusterIP"] == "None"
        assert "publishNotReadyAddresses" not in headless["spec"]
        # Clients go to the pods themselves: the port is theirs.
        assert headless["spec"]["ports"][0]["port"] == ports["grpc"]


def test_ipv6_addresses_stand_in_brackets():
    assert find("limits", "ConfigMap")["data"]["KAYAN__GRPC_ADDRESS"] == "[::]:8443"


def test_limits_are_whole_numbers_and_nulls_are_left_out():
    told = find("limits", "ConfigMap")["data"]
    assert told["KAYAN__MAX_REQUEST_BYTES"] == "16777216"
    assert told["KAYAN__MAX_IN_FLIGHT"] == "64"
    assert not [name for name in find("default", "ConfigMap")["data"] if "MAX" in name or "WORKERS" in name]


def test_the_playground_is_there_only_when_asked_for():
    assert find("limits", "ConfigMap")["data"]["KAYAN__PLAYGROUND"] == "true"
    assert "KAYAN__PLAYGROUND" not in find("default", "ConfigMap")["data"]


def test_a_digest_wins():
    assert server("limits")[1]["image"].endswith("/kayan@sha256:" + "0123456789abcdef" * 4)
    assert server("default")[1]["image"] == "kayan:" + yaml.safe_load((CHART / "Chart.yaml").read_text())["appVersion"]


@EVERY
def test_replicas_are_left_to_the_scaler(case):
    scalers = of_kind(case, "HorizontalPodAutoscaler")
    assert bool(scalers) == (case in ("ha", "scaling"))
    assert ("replicas" in find(case, "Deployment")["spec"]) == (not scalers)
    for scaler in scalers:
        assert scaler["apiVersion"] == "autoscaling/v2"
        assert scaler["spec"]["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "kayan"}
        assert scaler["spec"]["behavior"]["scaleDown"]["stabilizationWindowSeconds"] >= 300


@EVERY
def test_the_rollout_loses_no_pod(case):
    assert find(case, "Deployment")["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_budget_only_beside_several_pods():
    budget = find("default", "PodDisruptionBudget")["spec"]
    assert (budget["maxUnavailable"], budget["unhealthyPodEvictionPolicy"]) == (1, "AlwaysAllow")
    assert find("limits", "PodDisruptionBudget")["spec"]["minAvailable"] == 1
    assert "maxUnavailable" not in find("limits", "PodDisruptionBudget")["spec"]
    one = load(render(CASES["default"], NEWEST, "kayan", "--set", "replicaCount=1"))
    assert "PodDisruptionBudget" not in [each["kind"] for each in one]


@pytest.mark.parametrize("version", VERSIONS)
def test_traffic_distribution_waits_for_its_version(version):
    minor = int(version.split(".")[1])
    for case, wanted, since in (("ha", "PreferClose", 31), ("gateway", "PreferSameZone", 34)):
        spec = find(case, "Service", version=version)["spec"]
        assert spec.get("trafficDistribution") == (wanted if minor >= since else None)


def test_pods_are_spread():
    for case, zone in (("default", "ScheduleAnyway"), ("ha", "DoNotSchedule")):
        spread = {each["topologyKey"]: each for each in server(case)[0]["topologySpreadConstraints"]}
        assert spread["topology.kubernetes.io/zone"]["whenUnsatisfiable"] == zone
        assert spread["kubernetes.io/hostname"]["whenUnsatisfiable"] == "ScheduleAnyway"
        assert all(each["labelSelector"]["matchLabels"] == SELECTOR for each in spread.values())
    assert "topologySpreadConstraints" not in server("single")[0]


def test_changes_replace_the_pods():
    checksum = lambda deployment: deployment["spec"]["template"]["metadata"]["annotations"]
    before = checksum(changed())
    assert checksum(changed("server.log=debug")) != before
    assert checksum(changed("resources.limits.memory=2Gi")) == before
    lists = checksum(find("gazetteers", "Deployment"))
    assert lists["checksum/gazetteer"]
    more = find("gazetteers", "Deployment", "", NEWEST, "--set", "gazetteer.inline.more\\.tsv=x")
    assert checksum(more)["checksum/gazetteer"] != lists["checksum/gazetteer"]
    kept = find("gazetteers", "Deployment", "", NEWEST, "--set", "gazetteer.restartOnChange=false")
    assert "checksum/gazetteer" not in checksum(kept)


def test_gazetteers_are_mounted_where_the_server_looks():
    pod, container = server("gazetteers")
    paths = find("gazetteers", "ConfigMap")["data"]["KAYAN__GAZETTEER"].split(":")
    assert paths == ["/gazetteer/inline", "/gazetteer/config-map-0", "/gazetteer/config-map-1", "/gazetteer/claim-0",
                     "/gazetteer/claim-1/today/compiled", "/gazetteer/init"]
    mounts = [mount["mountPath"] for mount in container["volumeMounts"]]
    assert all(any(path == mount or path.startswith(f"{mount}/") for mount in mounts) for path in paths)
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    assert volumes["gazetteer-claim-0"]["persistentVolumeClaim"] == {"claimName": "lists", "readOnly": True}
    [init] = pod["initContainers"]
    assert {"name": "gazetteer-init", "mountPath": "/gazetteer/init"} in init["volumeMounts"]
    assert server("gazetteer-image")[0]["volumes"][1]["image"]["pullPolicy"] == "Always"
    assert "KAYAN__GAZETTEER" not in find("default", "ConfigMap")["data"]


def test_inline_lists_are_kept_to_the_byte():
    given = yaml.safe_load(CASES["gazetteers"].read_text())["gazetteer"]["inline"]
    assert find("gazetteers", "ConfigMap", "-gazetteer")["data"] == given


def test_secrets_are_named_and_never_held():
    pod, container = server("tls-secret")
    assert all(not of_kind(case, "Secret") for case in CASES)
    environment = {each["name"]: each for each in container["env"]}
    assert environment["KAYAN__EXAMPLE_KEYS"]["value"] == "/etc/kayan/secrets/callers/keys.txt"
    assert environment["KAYAN__EXAMPLE_TOKEN"]["valueFrom"]["secretKeyRef"] == {"name": "exporter", "key": "token"}
    volumes = [volume["secret"] for volume in pod["volumes"] if "secret" in volume]
    assert [each["secretName"] for each in volumes] == ["callers", "issuer", "kayan-server", "kayan-clients"]
    assert [item["key"] for item in volumes[0]["items"]] == ["keys.txt", "more.txt"]
    assert all(each["defaultMode"] == 0o440 for each in volumes)


@EVERY
def test_tls_is_told_by_flags(case):
    """A server that does not know a flag stops; a variable it would pass over."""
    told = ["serve"]
    if case in SECURE:
        told += ["--tls-certificate=/etc/kayan/tls/tls.crt", "--tls-key=/etc/kayan/tls/tls.key"]
    if case == "tls-secret":
        told += ["--tls-client-ca=/etc/kayan/client-ca/ca.crt"]
    _, container = server(case)
    assert container["args"] == told
    folders = {mount["mountPath"] for mount in container["volumeMounts"]}
    assert all(argument.partition("=")[2].rpartition("/")[0] in folders for argument in told[1:])
    assert not [name for name in find(case, "ConfigMap")["data"] if "TLS" in name]


def test_the_certificate_names_the_services():
    certificate = find("cert-manager", "Certificate")["spec"]
    assert {"kayan.language.svc", "kayan-headless.language.svc.cluster.local", "kayan.example.org"} <= set(certificate["dnsNames"])
    assert certificate["secretName"] == "kayan-tls"
    [volume] = [volume for volume in server("cert-manager")[0]["volumes"] if volume["name"] == "tls"]
    assert volume["secret"]["secretName"] == "kayan-tls"
    [volume] = find("cert-manager", "Pod", "-test")["spec"]["volumes"]
    assert volume["secret"]["items"] == [{"key": "ca.crt", "path": "ca.crt"}], "the test must not get the key"


def test_the_network_is_closed():
    policy = find("default", "NetworkPolicy")["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"] and policy["egress"] == []
    assert [rule["ports"][0]["port"] for rule in policy["ingress"]] == ["grpc", "admin"]
    policy = find("monitoring", "NetworkPolicy")["spec"]
    assert policy["egress"][0]["ports"] == [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]
    assert policy["egress"][1]["ports"] == [{"port": 4317, "protocol": "TCP"}]
    assert all("from" in rule for rule in policy["ingress"])


def test_monitors_find_what_they_scrape():
    service = find("monitoring", "Service", "-metrics")
    monitor = find("monitoring", "ServiceMonitor")
    assert monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    others = [each for each in of_kind("monitoring", "Service") if each is not service]
    assert others and all(not monitor["spec"]["selector"]["matchLabels"].items() <= each["metadata"]["labels"].items()
                          for each in others), "gRPC ports would be scraped"
    assert monitor["spec"]["endpoints"][0]["port"] in [port["name"] for port in service["spec"]["ports"]]
    assert monitor["metadata"]["labels"]["release"] == "prometheus"
    pods = find("pod-monitor", "PodMonitor")["spec"]
    assert pods["selector"]["matchLabels"] == SELECTOR
    assert pods["podMetricsEndpoints"][0]["port"] == "admin"


def test_alerts_are_those_of_the_file_for_this_release():
    [group] = find("monitoring", "PrometheusRule")["spec"]["groups"]
    given = yaml.safe_load((CHART / "alerts" / "kayan.yaml").read_text())["groups"][0]["rules"]
    assert [rule["alert"] for rule in group["rules"]] == [rule["alert"] for rule in given]
    for rule in group["rules"]:
        assert 'namespace="language", pod=~"kayan-.*"' in rule["expr"]
        assert rule["labels"]["team"] == "language" and rule["labels"]["severity"]
        assert "NAMESPACE" not in json.dumps(rule) and "RELEASE" not in json.dumps(rule)
    assert "{{ $labels.pod }}" in json.dumps(group)


def promtool(rules, path):
    path.write_text(json.dumps({"groups": [{"name": "all", "rules": rules}]}))
    return subprocess.run(["promtool", "check", "rules", path], capture_output=True, text=True)


def test_promtool_takes_alerts_and_panels(tmp_path):
    [group] = find("monitoring", "PrometheusRule")["spec"]["groups"]
    run = promtool(group["rules"], tmp_path / "alerts.yaml")
    assert run.returncode == 0 and f"{len(group['rules'])} rules found" in run.stdout, run.stderr
    board = json.loads((CHART / "dashboards" / "kayan.json").read_text())
    queries = [target["expr"].replace("$__rate_interval", "5m") for panel in board["panels"] for target in panel["targets"]]
    rules = [{"record": f"panel:{i}", "expr": query} for i, query in enumerate(queries)]
    run = promtool(rules, tmp_path / "panels.yaml")
    assert run.returncode == 0 and len(rules) >= 10, run.stderr
    rules[0]["expr"] += "}"
    assert promtool(rules, tmp_path / "broken.yaml").returncode != 0


def test_the_dashboard_is_the_file():
    board = find("monitoring", "ConfigMap", "-dashboard")
    assert json.loads(board["data"]["kayan.json"]) == json.loads((CHART / "dashboards" / "kayan.json").read_text())
    assert board["metadata"]["labels"]["grafana_dashboard"] == "1"
    assert board["metadata"]["annotations"]["grafana_folder"] == "Services"


def test_routes_lead_to_the_service():
    route = find("gateway", "GRPCRoute")["spec"]
    [rule] = route["rules"]
    services = [match["method"]["service"] for match in rule["matches"]]
    assert services == ["kayan.v1.EntityExtractionService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection"]
    port = find("gateway", "Service")["spec"]["ports"][0]["port"]
    assert rule["backendRefs"] == [{"name": "kayan", "port": port}]
    for case, protocol in (("ingress", "GRPC"), ("tls-secret", "GRPCS")):
        ingress = find(case, "Ingress")
        assert ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/backend-protocol"] == protocol
        backend = ingress["spec"]["rules"][0]["http"]["paths"][0]["backend"]
        assert backend == {"service": {"name": "kayan", "port": {"name": "grpc"}}}


def test_the_test_is_no_pod_of_the_service():
    pod = find("default", "Pod", "-test")
    assert pod["metadata"]["annotations"]["helm.sh/hook"] == "test"
    assert not SELECTOR.items() <= pod["metadata"]["labels"].items()
    script = pod["spec"]["containers"][0]["args"][0]
    assert "grpc.health.v1.Health/Check" in script and "EntityExtractionService/ExtractEntities" in script


@pytest.mark.parametrize("release, settings, name", [
    ("kayan", [], "kayan"),
    ("blue", [], "blue-kayan"),
    ("my-kayan", [], "my-kayan"),
    ("blue", ["--set", "fullnameOverride=arabic"], "arabic"),
    ("blue", ["--set", "nameOverride=ner"], "blue-ner"),
    ("a" * 53, [], "a" * 52),
])
def test_names(release, settings, name):
    found = load(render(CASES["monitoring"], NEWEST, release, *settings))
    assert [each["metadata"]["name"] for each in found if each["kind"] == "Deployment"] == [name]
    assert all(len(each["metadata"]["name"]) <= 63 for each in found)


def test_two_releases_share_nothing():
    names = [{(each["kind"], each["metadata"]["name"]) for each in load(render(CASES["monitoring"], NEWEST, release))}
             for release in ("blue", "green")]
    assert not names[0] & names[1]


def test_rendering_is_repeatable():
    arguments = ("template", "kayan", CHART, "--kube-version", f"{NEWEST}.0", "--values", CASES["monitoring"])
    first, second = (hashlib.sha256(helm(*arguments).encode()).digest() for _ in range(2))
    assert first == second


@pytest.fixture
def notes(tmp_path):
    """Renders the notes, which `helm template` leaves out."""
    chart = tmp_path / "kayan"
    shutil.copytree(CHART, chart)
    text = (chart / "templates" / "NOTES.txt").read_text()
    (chart / "templates" / "_notes.tpl").write_text(f'{{{{ define "notes" }}}}{text}{{{{ end }}}}')
    (chart / "templates" / "notes.yaml").write_text('notes: {{ include "notes" . | toJson }}')

    def told(*more):
        arguments = ("--namespace", "language", "--kube-version", f"{NEWEST}.0", "--show-only", "templates/notes.yaml")
        return load(helm("template", "kayan", chart, *arguments, *more))[0]["notes"]

    return told


def test_notes_tell_how_to_call(notes):
    told = notes()
    for text in ("kubectl --namespace language port-forward service/kayan 50051:50051", "grpcurl -plaintext", "localhost:50051",
                 "helm --namespace language test kayan", "balances connections, not calls", "dns:///kayan-headless.language.svc:50051"):
        assert text in told
    assert "WARNING" not in told
    assert "speaks plain text" in notes("--set", "service.type=LoadBalancer")
    assert "grpcurl -insecure" in notes("--values", CASES["tls-secret"])
    assert "balances connections" not in notes("--values", CASES["gateway"])
