"""Three replicas for all tests, and each proxy in front of them."""

import json
import os
import pathlib

import pytest
from cluster import Cluster
from proxies import PROXIES

BINARY = os.environ.get("KAYAN", "target/debug/kayan")
RESULTS = pathlib.Path("target/load-balancing.jsonl")


@pytest.fixture(scope="session")
def session_cluster(tmp_path_factory):
    # Connections age within a test, so that all of them see rotations.
    cluster = Cluster(BINARY, tmp_path_factory.mktemp("cluster"), "--connection-age", "3s")
    try:
        cluster.up()
        yield cluster
    finally:
        cluster.down()


@pytest.fixture
def cluster(session_cluster):
    """All three replicas, whatever the test before has done to them."""
    session_cluster.up()
    return session_cluster


@pytest.fixture(params=PROXIES, ids=[each.name for each in PROXIES])
def proxy(request, cluster):
    proxy = request.param(cluster).start()
    yield proxy
    proxy.stop()


@pytest.fixture(scope="session")
def record():
    """record(what, how, figures): a row for the tables of the docs."""
    with RESULTS.open("w") as results:

        def write(what, how, **figures):
            print(what, how, figures)
            results.write(json.dumps({"what": what, "how": how, **figures}) + "\n")
            results.flush()

        yield write
