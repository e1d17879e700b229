"""Runs the image as a kubelet would run a pod of the chart: the environment
that the chart renders, its user, its read-only root, its volumes."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import yaml

CHART = pathlib.Path("helm/kayan")
GAZETTEERS = pathlib.Path("helm/tests/values/gazetteers.yaml")


def rendered(*settings):
    """The objects of the chart, with lists from `inline` alone."""
    run = ["helm", "template", "kayan", CHART, "--values", GAZETTEERS]
    for setting in ("gazetteer.configMaps=null", "gazetteer.volumeClaims=null", "gazetteer.init.enabled=false", *settings):
        run += ["--set", setting]
    text = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    return {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(text) if each}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def volume(folder, files):
    """A config map as the kubelet lays it: links, so that it can be swapped."""
    revision = folder / "..2026_11_24_00_00_00.1"
    revision.mkdir(parents=True)
    (folder / "..data").symlink_to(revision.name)
    for name, content in files.items():
        (revision / name).write_text(content)
        (folder / name).symlink_to(f"..data/{name}")
    return folder


class Container:
    """The running image."""

    def __init__(self, layout, version, work):
        self.grpc, self.admin = free_port(), free_port()
        self.objects = rendered("server.bindAddress=127.0.0.1", f"server.grpcPort={self.grpc}", f"server.adminPort={self.admin}")
        self.pod = self.objects["Deployment", "kayan"]["spec"]["template"]["spec"]
        self.bundle = work / "bundle"
        # umoci knows nothing of how the layout was written.
        subprocess.run(["umoci", "unpack", "--image", f"{layout}:{version}", self.bundle], check=True, capture_output=True)
        self.rootfs = self.bundle / "rootfs"
        lists = volume(work / "lists", self.objects["ConfigMap", "kayan-gazetteer"]["data"])
        self.write_config(lists)
        self.log = work / "log"
        self.name = f"kayan-image-{os.getpid()}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(["runc", "run", "--bundle", self.bundle, self.name], stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL)

    def write_config(self, lists):
        """What umoci made of the image, and what the pod asks for."""
        path = self.bundle / "config.json"
        config = json.loads(path.read_text())
        security = self.pod["containers"][0]["securityContext"]
        config["root"]["readonly"] = security["readOnlyRootFilesystem"]
        process = config["process"]
        process["terminal"] = False
        process["noNewPrivileges"] = not security["allowPrivilegeEscalation"]
        process["capabilities"] = {}
        environment = self.objects["ConfigMap", "kayan"]["data"]
        process["env"] = [each for each in process["env"] if each.split("=")[0] not in environment]
        process["env"] += [f"{name}={value}" for name, value in environment.items()]
        config["mounts"] += [
            {"destination": "/gazetteer/inline", "type": "bind", "source": str(lists), "options": ["rbind", "ro"]},
            {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "mode=1777"]},
        ]
        # The ports of the host are how it is called.
        config["linux"]["namespaces"] = [each for each in config["linux"]["namespaces"] if each["type"] != "network"]
        config["linux"].pop("uidMappings", None)
        path.write_text(json.dumps(config))

    def page(self, path):
        """Status and text of a page of the admin port."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait(self, seconds=60):
        """Until it is ready."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if self.page("/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"not ready: {self.log.read_text()}")

    def state(self):
        return json.loads(subprocess.run(["runc", "state", self.name], check=True, capture_output=True).stdout)

    def terminate(self):
        os.kill(self.state()["pid"], signal.SIGTERM)

    def remove(self):
        subprocess.run(["runc", "delete", "--force", self.name], capture_output=True)
        self.process.wait(30)

    def grpcurl(self, *arguments):
        return subprocess.run(["grpcurl", "-plaintext", "-max-time", "10", *arguments], capture_output=True, text=True)

    def call(self, method, request):
        """The answer to a request, from JSON to JSON."""
        run = self.grpcurl("-d", json.dumps(request, ensure_ascii=False), f"127.0.0.1:{self.grpc}",
                           f"kayan.v1.EntityExtractionService/{method}")
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)
