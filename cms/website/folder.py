"""The page folder: files written whole, renamed into place, with gzip and brotli beside them."""

import fcntl
import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli

_COMPRESSED = {".html", ".css", ".js", ".xml", ".txt", ".svg", ".json"}
# Brotli's 11 costs twenty times as long for 4 % less: too dear for pages that change.
_BROTLI_QUALITY = 6


class PageFolder:
    """``root/current`` is a symbolic link to the folder in use, so that a whole site can be swapped at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.current = root / "current"

    @contextmanager
    def lock(self, *, wait: bool) -> Iterator[bool]:
        """Hold the folder for one builder; without ``wait``, False is given if another one holds it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def read(self, name: str) -> bytes:
        """A file's bytes, none if it is not there."""
        try:
            return (self.current / name).read_bytes()
        except FileNotFoundError:
            return b""

    def write(self, name: str, data: bytes) -> bool:
        """Put a file in place; False if it was there already, byte for byte.

        The page itself comes last: whoever serves it looks at its age alone.
        """
        path = self.current / name
        if _holds(path, data):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in _COMPRESSED:
            _replace(path.with_name(path.name + ".gz"), gzip.compress(data, 9, mtime=0))
            _replace(path.with_name(path.name + ".br"), brotli.compress(data, quality=_BROTLI_QUALITY))
        _replace(path, data)
        return True

    def below(self, name: str, pattern: str) -> set[str]:
        """The pages one level below a page whose folders are named so."""
        found = (self.current / name).parent.glob(f"{pattern}/index.html")
        return {str(path.relative_to(self.current)) for path in found}

    def remove(self, name: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        path = self.current / name
        for file in (path, path.with_name(path.name + ".gz"), path.with_name(path.name + ".br")):
            file.unlink(missing_ok=True)
        for parent in path.relative_to(self.current).parents:
            if parent == Path():
                break
            try:
                (self.current / parent).rmdir()
            except OSError:
                break

    @contextmanager
    def fresh(self) -> Iterator["PageFolder"]:
        """An empty folder to build a whole site in; it takes the place of the present one if all goes well."""
        new = Path(tempfile.mkdtemp(prefix="build-", dir=self.root))
        new.chmod(0o755)
        building = PageFolder(self.root)
        building.current = new
        try:
            yield building
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        link = self.root / ".next"
        link.unlink(missing_ok=True)
        link.symlink_to(new.name)
        link.replace(self.current)
        for old in self.root.glob("build-*"):
            if old != new:
                shutil.rmtree(old, ignore_errors=True)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _replace(path: Path, data: bytes) -> None:
    """Write a file beside its place, make it last, and rename it into place."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(data)
    os.replace(temporary, path)  # noqa: PTH105 - the one call a test counts as a step
