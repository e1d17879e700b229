"""Clients: calls from several threads over one channel, counted by their code."""

import collections
import dataclasses
import pathlib
import statistics
import threading
import time

import grpc
from kayan.v1 import options_pb2, service_pb2, service_pb2_grpc

SERVICE_CONFIG = pathlib.Path("clients/service-config.json")
# "The president arrived in Beirut on Thursday."
REQUEST = service_pb2.ExtractEntitiesRequest(document=options_pb2.Document(id="d", text="وصل الرئيس إلى بيروت يوم الخميس."))


def channel(target, policy=True, **options):
    """A channel with the policy that the docs recommend, or with none: then
    not even what gRPC would try again by itself."""
    options = [(name.replace("__", "."), value) for name, value in options.items()]
    # A name is asked again at most every 30 s; too long for a test.
    options.append(("grpc.dns_min_time_between_resolutions_ms", 500))
    if policy:
        options.append(("grpc.service_config", SERVICE_CONFIG.read_text()))
    else:
        options.append(("grpc.enable_retries", 0))
    return grpc.insecure_channel(target, options=options)


@dataclasses.dataclass
class Outcome:
    """What became of the calls."""

    ok: int = 0
    failed: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    example: str = ""
    seconds: list = dataclasses.field(default_factory=list)

    def percentile(self, percent):
        """Milliseconds that this many percent of the calls took at most."""
        return statistics.quantiles(self.seconds, n=100)[percent - 1] * 1000

    def __str__(self):
        codes = ", ".join(f"{count} {code}" for code, count in sorted(self.failed.items())) or "none"
        return f"{self.ok} ok, failed: {codes}"


class Load:
    """Calls until the end of the block, or until there were `count`."""

    def __init__(self, open_channel, threads=6, count=None, pause=0.005):
        self.stub = service_pb2_grpc.EntityExtractionServiceStub(open_channel)
        self.outcome = Outcome()
        self.left = count
        self.pause = pause if count is None else 0
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._run) for _ in range(threads)]

    def _wanted(self):
        with self.lock:
            if self.left is not None:
                self.left -= 1
                return self.left >= 0
            return not self.over.is_set()

    def _run(self):
        while self._wanted():
            begun = time.perf_counter()
            try:
                answer = self.stub.ExtractEntities(REQUEST, timeout=20)
                assert answer.document_id == "d"
                code, detail = None, ""
            except grpc.RpcError as error:
                code, detail = error.code().name, error.details()
            took = time.perf_counter() - begun
            with self.lock:
                self.outcome.seconds.append(took)
                if code is None:
                    self.outcome.ok += 1
                else:
                    self.outcome.failed[code] += 1
                    self.outcome.example = self.outcome.example or f"{code}: {detail}"
            time.sleep(self.pause)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


def calls(open_channel, count, threads=16):
    """Makes this many calls."""
    with Load(open_channel, threads=threads, count=count) as load:
        pass
    return load.outcome


def spread(cluster, run):
    """Runs, and answers its result with the share of each replica."""
    before = cluster.served()
    result = run()
    # A call is counted when its answer is let go, a moment after the client has it.
    last = cluster.served()
    for _ in range(20):
        time.sleep(0.1)
        now = cluster.served()
        if now == last:
            break
        last = now
    served = [after - begun for after, begun in zip(last, before, strict=True)]
    return result, served
