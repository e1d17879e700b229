"""Clients that balance by themselves: a headless name, the recommended policy,
and no proxy."""

import concurrent.futures
import contextlib
import json
import subprocess
import threading
import time

import grpc
import pytest
from cluster import NAME, eventually
from kayan.v1 import service_pb2
from test_proxies import is_even
from traffic import SERVICE_CONFIG, Outcome, calls, channel, spread
from traffic import Load as PythonLoad

GO_CLIENT = "target/tools/balancing-go-client"


def target(cluster):
    # With a resolver of its own, since no DNS of a cluster is here. In a
    # cluster it is dns:///kayan-headless.NAMESPACE.svc.cluster.local:50051.
    return f"dns://127.0.0.1:{cluster.names.port}/{NAME}:{cluster.port}"


class GoLoad:
    """Calls of the Go client until the end of the block."""

    def __init__(self, cluster, policy=True, **flags):
        self.command = [GO_CLIENT, "-target", target(cluster), *(f"-{name}={value}" for name, value in flags.items())]
        if policy:
            self.command += ["-config", SERVICE_CONFIG]
        self.outcome = None

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_):
        # It stops calling when it is told so.
        self.process.terminate()
        self.wait()

    def wait(self):
        out, errors = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, errors
        answer = json.loads(out)
        self.outcome = Outcome(ok=answer["ok"], example=errors[:500])
        self.outcome.failed.update(answer["failed"])
        return self.outcome


class Python:
    name = "python"

    @staticmethod
    def calls(cluster, count):
        with channel(target(cluster)) as client:
            # Until all are connected, calls go to those that are.
            calls(client, 100)
            outcome, served = spread(cluster, lambda: calls(client, count, threads=6))
            return outcome, served, {"p50": calls(client, 500, threads=1).percentile(50)}

    @staticmethod
    @contextlib.contextmanager
    def load(cluster):
        with channel(target(cluster)) as client, PythonLoad(client) as load:
            yield load


class Go:
    name = "go"

    @staticmethod
    def calls(cluster, count):
        return *spread(cluster, GoLoad(cluster, calls=count, workers=6).__enter__().wait), {}

    @staticmethod
    def load(cluster):
        return GoLoad(cluster, pause="5ms")


@pytest.fixture(params=[Python, Go], ids=["python", "go"])
def language(request):
    return request.param


def test_calls_spread_evenly(cluster, language, record):
    outcome, served, figures = language.calls(cluster, 6000)
    assert outcome.ok == 6000, outcome
    # Up to 91 answered calls of Go were missing in the counters, why is not
    # known; none of Python. The spread does not hang on them.
    assert 5850 <= sum(served) <= 6000, served
    record("spread", f"{language.name} client", served=served, **figures)
    assert is_even(served), served


def test_a_replica_that_is_killed_costs_no_call(cluster, language, record):
    victim = cluster.replicas[1]
    with language.load(cluster) as load:
        eventually("it is called", lambda: victim.calls() > 20)
        cluster.crash(victim)
        eventually("the new one gets calls", lambda: victim.calls() > 20)
    record("kill", f"{language.name} client", policy=str(load.outcome))
    assert load.outcome.ok > 200 and not load.outcome.failed, load.outcome.example


def test_a_rolling_restart_costs_no_call(cluster, language, record):
    with language.load(cluster) as load:
        time.sleep(1)
        cluster.rolling_restart()
        eventually("all get calls", lambda: min(cluster.served()) > 50)
    record("rollout", f"{language.name} client", policy=str(load.outcome))
    assert load.outcome.ok > 1000 and not load.outcome.failed, load.outcome.example


def test_new_replicas_get_calls_of_clients_that_were_there(cluster, language, record):
    """The name is asked again when a connection has aged, and not before."""
    cluster.set_in(cluster.replicas[0])
    before = cluster.served()
    with language.load(cluster) as load:
        eventually("the first is called", lambda: cluster.served()[0] > before[0] + 50)
        assert cluster.served()[1:] == before[1:]
        begun = time.monotonic()
        cluster.set_in(*cluster.replicas)
        eventually("all are called", lambda: all(now > was for now, was in zip(cluster.served(), before, strict=True)))
        seconds = time.monotonic() - begun
    record("scale", f"{language.name} client", seconds=seconds, outcome=str(load.outcome))
    # Connections age in 3 s, give or take a tenth.
    assert seconds < 15
    assert not load.outcome.failed, load.outcome.example


class Refuses(grpc.GenericRpcHandler):
    """Answers each call with this code, until it was called `times` times."""

    def __init__(self, code, times):
        self.code, self.times = code, times
        self.lock = threading.Lock()
        self.seen = 0

    def service(self, details):
        def answer(_request, context):
            with self.lock:
                self.seen += 1
                refused = self.seen <= self.times
            if refused:
                context.abort(self.code, "on purpose")
            return service_pb2.ExtractEntitiesResponse(document_id="d").SerializeToString()

        return grpc.unary_unary_rpc_method_handler(answer)


@pytest.fixture
def refuses():
    """refuses(code, times): the address of such a server, and its handler."""
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
    port = server.add_insecure_port("127.0.0.1:0")

    def start(code, times):
        handler = Refuses(code, times)
        server.add_generic_rpc_handlers((handler,))
        server.start()
        return f"127.0.0.1:{port}", handler

    yield start
    server.stop(0)


POLICY = json.loads(SERVICE_CONFIG.read_text())["methodConfig"][0]["retryPolicy"]


def test_the_policy_names_its_codes():
    assert sorted(POLICY["retryableStatusCodes"]) == ["CANCELLED", "UNAVAILABLE"]


def by_python(address):
    with channel(address) as client:
        return calls(client, 1, threads=1)


def by_go(address):
    command = [GO_CLIENT, "-target", address, "-config", SERVICE_CONFIG, "-calls=1", "-workers=1"]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=30).stdout)
    return Outcome(ok=answer["ok"], failed=answer["failed"])


@pytest.mark.parametrize("call", [by_python, by_go])
@pytest.mark.parametrize("code", ["UNAVAILABLE", "CANCELLED", "INTERNAL"])
def test_the_codes_of_the_policy_are_tried_again_and_no_others(refuses, code, call):
    address, handler = refuses(grpc.StatusCode[code], POLICY["maxAttempts"] - 1)
    outcome = call(address)
    if code in POLICY["retryableStatusCodes"]:
        assert (handler.seen, outcome.ok, outcome.failed) == (POLICY["maxAttempts"], 1, {})
    else:
        assert (handler.seen, outcome.ok, sum(outcome.failed.values())) == (1, 0, 1)


def test_a_list_of_addresses_needs_an_authority(cluster):
    """gRPC sends the whole list as `:authority`, which is none by the rules of
    HTTP; the server ends such calls."""
    addresses = "ipv4:" + ",".join(f"{replica.host}:{cluster.port}" for replica in cluster.replicas)
    with channel(addresses, policy=False) as client:
        refused = calls(client, 10)
    assert refused.ok == 0 and refused.failed.total() == 10, refused
    with channel(addresses, grpc__default_authority="kayan") as client:
        calls(client, 100)
        outcome, served = spread(cluster, lambda: calls(client, 600))
    assert outcome.ok == 600, outcome
    assert min(served) > 100, served
    print("without an authority:", refused.example)
