"""Every case on every version of Kubernetes: it renders, and the API takes it."""

import copy

import pytest

from support import MATRIX, NEWEST, VERSIONS, faults, find, objects


def test_the_matrix_is_whole():
    assert VERSIONS[0] == "1.28" and len(VERSIONS) >= 10
    assert len(MATRIX) >= 120


@pytest.mark.parametrize("case, version", MATRIX)
def test_objects_are_valid(case, version):
    found = objects(case, version)
    assert {"ConfigMap", "Deployment", "Service"} <= {each["kind"] for each in found}
    assert [fault for each in found for fault in faults(each, version)] == []
    names = [(each["kind"], each["metadata"]["name"]) for each in found]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("case, kind, path", [
    ("default", "Deployment", ["spec", "template", "spec", "containers", 0, "readinessProbe"]),
    ("default", "NetworkPolicy", ["spec"]),
    ("scaling", "HorizontalPodAutoscaler", ["spec", "behavior", "scaleDown"]),
    ("gateway", "GRPCRoute", ["spec", "rules", 0]),
    ("cert-manager", "Certificate", ["spec", "issuerRef"]),
    ("monitoring", "ServiceMonitor", ["spec", "endpoints", 0]),
    ("pod-monitor", "PodMonitor", ["spec", "podMetricsEndpoints", 0]),
    ("monitoring", "PrometheusRule", ["spec", "groups", 0, "rules", 0]),
])
def test_schemas_bite(case, kind, path):
    """A schema that takes anything would prove nothing."""
    each = copy.deepcopy(find(case, kind))
    assert faults(each, NEWEST) == []
    inner = each
    for step in path:
        inner = inner[step]
    inner["noSuchField"] = 1
    assert faults(each, NEWEST) != []
