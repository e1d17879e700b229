"""What a cluster gives, on loopback: replicas with addresses of their own and
one port, and a name that resolves to those that are ready."""

import pathlib
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

from dnslib import QTYPE, RCODE, RR, A
from dnslib.server import BaseResolver, DNSLogger, DNSServer

NAME = "kayan-headless.default.svc.cluster.local"
SIZE = 3
CALLS = re.compile(r"^kayan_grpc_calls_total\{[^}]*\} (\d+)", re.MULTILINE)


def free_port(hosts=("127.0.0.1",)):
    """A port that is free on all of these addresses."""
    for _ in range(100):
        with socket.socket() as listener:
            listener.bind((hosts[0], 0))
            port = listener.getsockname()[1]
        try:
            for host in hosts:
                with socket.socket() as listener:
                    listener.bind((host, port))
            return port
        except OSError:
            continue
    raise AssertionError(f"no port is free on all of {hosts}")


def eventually(what, check, seconds=30.0, pause=0.05):
    """Waits until `check()` is true, and returns what it was."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := check():
            return answer
        time.sleep(pause)
    raise AssertionError(f"not within {seconds} s: {what}")


class Names(BaseResolver):
    """A headless service: one name, an address for each replica that is in."""

    def __init__(self):
        self.addresses = []
        self.port = free_port()
        self.server = DNSServer(self, address="127.0.0.1", port=self.port, logger=DNSLogger("-request,-reply,-error"))
        self.server.start_thread()

    def resolve(self, request, handler):
        reply = request.reply()
        if str(request.q.qname).rstrip(".").lower() != NAME:
            reply.header.rcode = RCODE.NXDOMAIN
        elif request.q.qtype == QTYPE.A:
            for address in self.addresses:
                reply.add_answer(RR(request.q.qname, QTYPE.A, ttl=1, rdata=A(address)))
        return reply

    def stop(self):
        self.server.stop()
        self.server.server.server_close()


class Replica:
    """One server process: a pod."""

    def __init__(self, binary, host, grpc_port, admin_port, folder, flags):
        self.host, self.admin_port = host, admin_port
        self.log = folder / f"replica-{host}.log"
        self.command = [
            binary, "serve",
            "--grpc-address", f"{host}:{grpc_port}",
            "--admin-address", f"{host}:{admin_port}",
            *flags,
        ]  # fmt: skip
        self.process = None

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(self.command, stderr=log)

    def admin(self, path):
        with urllib.request.urlopen(f"http://{self.host}:{self.admin_port}{path}", timeout=5) as answer:
            return answer.read().decode()

    def is_ready(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            return bool(self.admin("/readyz"))
        except (urllib.error.URLError, OSError):
            return False

    def calls(self):
        """Calls of the service that have ended since the process began."""
        return sum(int(count) for count in CALLS.findall(self.admin("/metrics")))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def terminate(self):
        """Stops as a kubelet does; answers the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


class Cluster:
    """Three replicas and their name."""

    def __init__(self, binary, folder, *flags):
        hosts = [f"127.0.0.{number + 1}" for number in range(SIZE)]
        self.port, self.admin_port = free_port(hosts), free_port(hosts)
        self.folder = pathlib.Path(folder)
        flags = ("--shutdown-delay", "1s", "--drain-timeout", "5s", "--log", "warn", *flags)
        self.replicas = [Replica(binary, host, self.port, self.admin_port, self.folder, flags) for host in hosts]
        self.names = Names()

    def up(self):
        """All replicas run and are in."""
        for replica in self.replicas:
            if replica.process is None or replica.process.poll() is not None:
                replica.start()
        for replica in self.replicas:
            eventually(f"{replica.host} is ready", replica.is_ready)
        self.set_in(*self.replicas)

    def down(self):
        for replica in self.replicas:
            if replica.process is not None and replica.process.poll() is None:
                replica.process.send_signal(signal.SIGCONT)
                replica.kill()
        self.names.stop()

    def set_in(self, *replicas):
        """These replicas are what the name resolves to."""
        self.names.addresses = [replica.host for replica in replicas]

    def served(self):
        """Calls by replica since it began."""
        return [replica.calls() for replica in self.replicas]

    def crash(self, replica):
        """A replica dies of SIGKILL, is missed a second later, and comes back."""
        replica.kill()
        time.sleep(1)
        self.set_in(*(other for other in self.replicas if other is not replica))
        time.sleep(1)
        replica.start()
        eventually(f"{replica.host} is ready again", replica.is_ready)
        self.set_in(*self.replicas)

    def rolling_restart(self, settle=1.0):
        """What a rollout of a deployment does, one replica after the other."""
        for replica in self.replicas:
            # The pod leaves the endpoints, sleeps, and is told to stop.
            self.set_in(*(other for other in self.replicas if other is not replica))
            time.sleep(settle)
            assert replica.terminate() == 0, replica.log.read_text()
            replica.start()
            eventually(f"{replica.host} is ready again", replica.is_ready)
            self.set_in(*self.replicas)
            time.sleep(settle)


class Slowed:
    """A replica that gets a twentieth of the time: a noisy neighbour."""

    def __init__(self, replica):
        self.process = replica.process
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        while not self.over.is_set():
            self.process.send_signal(signal.SIGSTOP)
            time.sleep(0.095)
            self.process.send_signal(signal.SIGCONT)
            time.sleep(0.005)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        self.process.send_signal(signal.SIGCONT)
