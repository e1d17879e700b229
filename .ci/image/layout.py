"""Writes the image as an OCI layout: no registry, no daemon, no root needed.

    layout.py --binary FILE --sbom FILE --version V --revision R --epoch SECONDS OUT

Two layers: what hardly changes, and the server. Owners, modes, times and order
are set here, so that the same files give the same digest everywhere. The
digest is printed.
"""

import argparse
import datetime
import gzip
import hashlib
import io
import json
import pathlib
import tarfile

USER = 65532
CERTIFICATES = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")


def tar(entries, epoch):
    """A layer: (path, content or None for a folder, mode), sorted by path."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, content, mode in sorted(entries, key=lambda entry: entry[0]):
            item = tarfile.TarInfo(path)
            item.mtime, item.mode = epoch, mode
            if content is None:
                item.type = tarfile.DIRTYPE
                archive.addfile(item)
            else:
                item.size = len(content)
                archive.addfile(item, io.BytesIO(content))
    return out.getvalue()


class Layout:
    """A folder of blobs by digest."""

    def __init__(self, folder):
        self.blobs = folder / "blobs" / "sha256"
        self.blobs.mkdir(parents=True)
        self.folder = folder

    def add(self, content, media_type, **more):
        """Stores a blob; returns its descriptor."""
        digest = hashlib.sha256(content).hexdigest()
        (self.blobs / digest).write_bytes(content)
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content), **more}

    def add_json(self, value, media_type, **more):
        return self.add(encode(value), media_type, **more)


def encode(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--sbom", type=pathlib.Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--revision", required=True)
    parser.add_argument("--epoch", type=int, required=True)
    parser.add_argument("out", type=pathlib.Path)
    args = parser.parse_args()
    created = datetime.datetime.fromtimestamp(args.epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    folders = ["etc", "etc/ssl", "etc/ssl/certs", "usr", "usr/share", "usr/share/kayan"]
    base = [(folder, None, 0o755) for folder in folders] + [
        ("tmp", None, 0o1777),
        ("etc/passwd", f"kayan:x:{USER}:{USER}:kayan:/:/sbin/nologin\n".encode(), 0o644),
        ("etc/group", f"kayan:x:{USER}:\n".encode(), 0o644),
        ("etc/ssl/certs/ca-certificates.crt", CERTIFICATES.read_bytes(), 0o644),
    ]
    server = [
        ("kayan", args.binary.read_bytes(), 0o755),
        ("usr/share/kayan/ATTRIBUTION.md", pathlib.Path("ATTRIBUTION.md").read_bytes(), 0o644),
        ("usr/share/kayan/LICENSE", pathlib.Path("LICENSE").read_bytes(), 0o644),
        ("usr/share/kayan/sbom.cdx.json", args.sbom.read_bytes(), 0o644),
    ]
    labels = {
        "org.opencontainers.image.title": "kayan",
        "org.opencontainers.image.description": "Entity extraction for Arabic text over gRPC",
        "org.opencontainers.image.licenses": "Apache-2.0",
        "org.opencontainers.image.version": args.version,
        "org.opencontainers.image.revision": args.revision,
        "org.opencontainers.image.created": created,
    }

    layout = Layout(args.out)
    layers, contents, history = [], [], []
    for entries, what in ((base, "certificates, user, /tmp"), (server, "kayan")):
        plain = tar(entries, args.epoch)
        contents.append(f"sha256:{hashlib.sha256(plain).hexdigest()}")
        history.append({"created": created, "created_by": what})
        packed = gzip.compress(plain, compresslevel=9, mtime=0)
        layers.append(layout.add(packed, "application/vnd.oci.image.layer.v1.tar+gzip"))
    config = layout.add_json({
        "created": created,
        "architecture": "amd64",
        "os": "linux",
        "config": {
            "User": f"{USER}:{USER}",
            "Entrypoint": ["/kayan"],
            "Cmd": ["serve"],
            # Loopback, the server's default, could not be reached.
            "Env": ["KAYAN__GRPC_ADDRESS=0.0.0.0:50051", "KAYAN__ADMIN_ADDRESS=0.0.0.0:9090",
                    "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"],
            "ExposedPorts": {"50051/tcp": {}, "9090/tcp": {}},
            "Labels": labels,
            "StopSignal": "SIGTERM",
        },
        "rootfs": {"type": "layers", "diff_ids": contents},
        "history": history,
    }, "application/vnd.oci.image.config.v1+json")
    manifest = layout.add_json({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": config,
        "layers": layers,
        "annotations": labels,
    }, "application/vnd.oci.image.manifest.v1+json",
        annotations={"org.opencontainers.image.ref.name": args.version},
        platform={"architecture": "amd64", "os": "linux"})
    (args.out / "oci-layout").write_bytes(encode({"imageLayoutVersion": "1.0.0"}))
    (args.out / "index.json").write_bytes(encode({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest]}))
    print(manifest["digest"])


if __name__ == "__main__":
    main()
