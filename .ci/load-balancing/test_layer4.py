"""A service of Kubernetes chooses a replica for each connection: what that
does to calls, and how far the age of connections helps."""

import time

import pytest
from cluster import Cluster, eventually
from conftest import BINARY
from proxies import Layer4
from traffic import Load, calls, channel, spread


@pytest.fixture(params=["300s", "1s"])
def aged(request, tmp_path):
    cluster = Cluster(BINARY, tmp_path, "--connection-age", request.param)
    try:
        cluster.up()
        yield request.param, cluster
    finally:
        cluster.down()


def test_a_client_stays_on_one_replica_until_its_connection_is_old(aged, record):
    age, cluster = aged
    proxy = Layer4(cluster).start()
    try:
        with channel(proxy.address) as client:
            calls(client, 10)
            outcome, served = spread(cluster, lambda: load_for(client, 4))
        record("spread", f"layer 4, connections aged {age}", served=served, outcome=str(outcome))
        assert outcome.ok > 200 and not outcome.failed, outcome
        if age == "300s":
            assert sorted(served)[:2] == [0, 0], served
        else:
            assert min(served) > 0, served
    finally:
        proxy.stop()


def load_for(client, seconds):
    with Load(client, threads=4) as load:
        time.sleep(seconds)
    return load.outcome


def test_new_replicas_are_found_when_connections_age(cluster, record):
    """A client knows only the address of the service, behind which there is one
    replica at first."""
    cluster.set_in(cluster.replicas[0])
    proxy = another = Layer4(cluster).start()
    try:
        with channel(proxy.address) as client, Load(client, threads=4) as load:
            time.sleep(1)
            cluster.set_in(*cluster.replicas)
            another = proxy.replaced()
            begun, before = time.monotonic(), cluster.served()
            eventually("others serve", lambda: sum(cluster.served()[1:]) > sum(before[1:]) + 50)
            seconds = time.monotonic() - begun
    finally:
        another.stop()
        proxy.stop()
    record("scale", "layer 4, connections aged 3 s", seconds=seconds, outcome=str(load.outcome))
    assert load.outcome.ok > 200 and not load.outcome.failed, load.outcome.example
