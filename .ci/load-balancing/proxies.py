"""The proxies, run with the configurations that the docs give away. Only
addresses, ports and waits are put in place of what stands there; a text that is
not found once, or as often as said, is a fault."""

import pathlib
import shutil
import signal
import subprocess
import sys

import grpc
from cluster import NAME, eventually, free_port

METHOD = "/kayan.v1.EntityExtractionService/GetGazetteer"
FILES = pathlib.Path("docs/load-balancing")
# Debian installs servers where root alone looks for them.
PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


def filled(name, *places):
    """The file of the docs with (text, replacement, times) put in place."""
    text = (FILES / name).read_text()
    for old, new, times in places:
        assert text.count(old) == times, f"{name}: {old!r} stands there {text.count(old)} times, not {times}"
        text = text.replace(old, new)
    return text


class Proxy:
    """A running proxy: `address` is where clients call."""

    name = ""
    file_name = ""
    # Calls that may fail, in spite of the policy, when a replica is killed.
    lost_by_kill = 0

    def __init__(self, cluster, port=None):
        self.cluster = cluster
        self.port = port or free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.file = cluster.folder / self.file_name
        self.log = cluster.folder / f"{self.name}.log"
        self.process = None

    def start(self):
        self.file.write_text(self.config())
        with self.log.open("w") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log)
        try:
            eventually(f"{self.name} serves", self.serves)
        except AssertionError as error:
            self.stop()
            raise AssertionError(f"{error}\n{self.log.read_text()[-3000:]}") from error
        return self

    def serves(self):
        """It passes calls on to each of its replicas."""
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        replicas = [each for each in self.cluster.replicas if each.host in self.cluster.names.addresses]
        before = [replica.calls() for replica in replicas]
        with grpc.insecure_channel(self.address) as channel:
            call = channel.unary_unary(METHOD)
            for _ in range(10 * len(replicas)):
                try:
                    call(b"", timeout=2)
                except grpc.RpcError:
                    return False
        return all(replica.calls() > begun for replica, begun in zip(replicas, before, strict=True))

    def changed(self):
        """Replicas have come or gone. A proxy that asks the name knows."""

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def common(self):
        """What stands in the files of those that ask the name."""
        return (f"{NAME}:50051", f"{NAME}:{self.cluster.port}", 1)


class Envoy(Proxy):
    name = "envoy"
    file_name = "envoy.yaml"

    def config(self):
        names = self.cluster.names.port
        return filled(
            self.file_name,
            ("0.0.0.0, port_value: 8080", f"127.0.0.1, port_value: {self.port}", 1),
            ("10.96.0.10, port_value: 53", f"127.0.0.1, port_value: {names}", 1),
            (f"{NAME}, port_value: 50051", f"{NAME}, port_value: {self.cluster.port}", 1),
            ("dns_refresh_rate: 5s", "dns_refresh_rate: 1s", 1),
        )

    def command(self):
        envoy = pathlib.Path(sys.executable).parent / "envoy"
        # Several may run on one machine: no shared memory of a base id.
        return [envoy, "--config-path", self.file, "--use-dynamic-base-id", "--concurrency", "2", "--log-level", "warning"]


class HAProxy(Proxy):
    name = "haproxy"
    file_name = "haproxy.cfg"

    def config(self):
        return filled(
            self.file_name,
            ("0.0.0.0:8080", self.address, 1),
            ("10.96.0.10:53", f"127.0.0.1:{self.cluster.names.port}", 1),
            self.common(),
            ("port 9090", f"port {self.cluster.admin_port}", 1),
            ("timeout resolve 5s", "timeout resolve 1s", 1),
            ("hold valid 5s", "hold valid 1s", 1),
        )

    def command(self):
        return [shutil.which("haproxy", path=PATH), "-db", "-f", self.file]


class Nginx(Proxy):
    name = "nginx"
    file_name = "nginx.conf"
    # It never sends a call again whose request has reached the replica, and not
    # every 502 is tried again by the client: at most those in flight are lost.
    lost_by_kill = 12

    def config(self):
        lines = [f"10.0.0.{number}:50051" for number in (1, 2, 3)]
        wanted = [f"{host}:{self.cluster.port}" for host in self.cluster.names.addresses]
        # With fewer replicas, their lines are comments.
        wanted += [None] * (len(lines) - len(wanted))
        places = [
            (f"server {old}", f"server {new}" if new else f"# server {old}", 1)
            for old, new in zip(lines, wanted, strict=True)
        ]
        folder = self.cluster.folder
        return filled(
            self.file_name,
            ("0.0.0.0:8080", self.address, 1),
            ("pid nginx.pid", f"pid {folder}/nginx.pid", 1),
            *places,
        )

    def command(self, *more):
        return [shutil.which("nginx", path=PATH), "-c", self.file, "-g", "daemon off;", *more]

    def changed(self):
        self.file.write_text(self.config())
        subprocess.run(self.command("-s", "reload"), check=True, capture_output=True)


class Layer4(HAProxy):
    """What a service of Kubernetes does: it chooses for each connection."""

    name = "layer4"
    file_name = "layer4.cfg"

    def config(self):
        servers = "\n".join(
            f"    server r{number} {host}:{self.cluster.port}" for number, host in enumerate(self.cluster.names.addresses)
        )
        return f"""
defaults
    mode tcp
    timeout connect 1s
    timeout client 1h
    timeout server 1h
listen tcp
    bind {self.address}
    balance roundrobin
{servers}
"""

    def serves(self):
        with grpc.insecure_channel(self.address) as channel:
            try:
                channel.unary_unary(METHOD)(b"", timeout=2)
            except grpc.RpcError:
                return False
        return True

    def replaced(self):
        """Another one with the endpoints of now takes the new connections; the
        old ones stay where they are, as with kube-proxy."""
        another = Layer4(self.cluster, port=self.port).start()
        self.process.send_signal(signal.SIGUSR1)
        return another


PROXIES = [Envoy, HAProxy, Nginx]
