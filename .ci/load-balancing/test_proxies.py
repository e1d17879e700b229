"""Envoy, HAProxy and nginx in front of three replicas."""

import time

from cluster import Slowed, eventually
from traffic import Load, calls, channel, spread


def is_even(served, within=0.10):
    """Each replica had its third, give or take this part of it."""
    third = sum(served) / len(served)
    return all(abs(count - third) <= within * third for count in served)


def test_calls_of_one_client_spread_evenly(cluster, proxy, record):
    with channel(proxy.address, policy=False) as client:
        calls(client, 100)
        # A replica that is kept from the processor rightly gets less of the
        # others' share: a busy machine has more than one try.
        for _ in range(4):
            outcome, served = spread(cluster, lambda: calls(client, 6000, threads=6))
            assert outcome.ok == 6000 == sum(served), outcome
            if is_even(served):
                break
        one_by_one = calls(client, 500, threads=1)
    record("spread", proxy.name, served=served, p50=one_by_one.percentile(50))
    assert is_even(served), served


def test_a_replica_that_is_killed_costs_no_call_but_those_it_had(cluster, proxy, record):
    victim = cluster.replicas[1]
    with channel(proxy.address) as client, channel(proxy.address, policy=False) as bare:
        with Load(client) as load, Load(bare) as bare_load:
            time.sleep(1)
            cluster.crash(victim)
            eventually("the new one gets calls", lambda: victim.calls() > 20)
    record("kill", proxy.name, policy=str(load.outcome), bare=str(bare_load.outcome))
    assert load.outcome.ok > 200, load.outcome
    assert load.outcome.failed.total() <= proxy.lost_by_kill, load.outcome.example
    # Without the policy a call may fail, but few do.
    assert bare_load.outcome.failed.total() <= 0.05 * bare_load.outcome.ok, bare_load.outcome.example


def test_a_rolling_restart_costs_no_call(cluster, proxy, record):
    before = [replica.process.pid for replica in cluster.replicas]
    with channel(proxy.address) as client, channel(proxy.address, policy=False) as bare:
        with Load(client) as load, Load(bare) as bare_load:
            time.sleep(1)
            cluster.rolling_restart()
        # All are new, and all get calls.
        assert not set(before) & {replica.process.pid for replica in cluster.replicas}
        served = eventually("all get calls", lambda: busy(cluster, client))
    record("rollout", proxy.name, policy=str(load.outcome), bare=str(bare_load.outcome), after=served)
    assert load.outcome.ok > 1000 and not load.outcome.failed, load.outcome.example


def busy(cluster, client):
    """The spread of 300 calls, when no replica is left out."""
    outcome, served = spread(cluster, lambda: calls(client, 300))
    assert outcome.ok == 300, outcome
    return served if min(served) >= 50 else None


def test_a_slow_replica_gets_less(cluster, proxy, record):
    with channel(proxy.address) as client:
        usual = calls(client, 1500)
        with Slowed(cluster.replicas[2]):
            outcome, served = spread(cluster, lambda: calls(client, 1500))
    record(
        "slow", proxy.name, served=served, failed=dict(outcome.failed),
        p50=[usual.percentile(50), outcome.percentile(50)], p99=[usual.percentile(99), outcome.percentile(99)],
    )  # fmt: skip
    assert outcome.ok == 1500, outcome
    assert served[2] < 0.6 * sum(served) / 3, served


def test_new_replicas_get_calls_of_clients_that_were_there(cluster, proxy, record):
    first = cluster.replicas[0]
    cluster.set_in(first)
    proxy.changed()
    with channel(proxy.address) as client:

        def share():
            outcome, served = spread(cluster, lambda: calls(client, 300))
            assert outcome.ok == 300, outcome
            return served

        eventually("one replica gets all calls", lambda: share() == [300, 0, 0])
        begun = time.monotonic()
        cluster.set_in(*cluster.replicas)
        proxy.changed()
        served = eventually("all three get their share", lambda: share_if_even(share()))
    record("scale", proxy.name, seconds=time.monotonic() - begun, served=served)


def share_if_even(served):
    return served if min(served) >= 80 else None
