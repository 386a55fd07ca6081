"""Writing: files appear whole or not at all."""

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handouts.errors import OutputError
from handouts.export.job import SHELVES

_HINTS = {
    errno.ENOSPC: "free some space and run the same command again",
    errno.EDQUOT: "free some space and run the same command again",
    errno.EACCES: "close the file if a viewer has it open, or choose another folder with --out",
    errno.EPERM: "close the file if a viewer has it open, or choose another folder with --out",
    errno.ENOENT: "choose another folder with --out",
    errno.EROFS: "choose another folder with --out",
    errno.EFBIG: "let files be larger (ulimit -f), or choose another folder with --out",
    errno.ENOTDIR: "a file stands where a folder is needed: remove it, or choose another folder with --out",
    errno.EISDIR: "a folder stands where a file is needed: remove it, or choose another folder with --out",
}

_ANY_OTHER = "see whether the disk is well, or choose another folder with --out"

OURS = ("leaflets", "html", "bundles", "packs", SHELVES)
"""The folders in the output folder that files are written into."""

_PREFIX, _SUFFIX = ".handouts-", ".part"


class InTheWayError(OutputError):
    """One file can't be replaced: a viewer holds it, or a folder stands in its place. Others may be."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The output folder."""

    root: Path

    def has(self, path: str) -> bool:
        """Tell whether a file is there. ``path`` is relative, with ``/``."""
        return (self.root / path).is_file()

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None when it is not there or can't be read."""
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def write(self, path: str, data: bytes) -> None:
        """Write a file under its final name in one step; what was there before stays until then.

        Raises ``OutputError`` when that can't be done; nothing is left behind.
        """
        self.write_all({path: data})

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Write files that belong together: all are complete before the first gets its final name.

        Raises ``OutputError`` when the folder can't be written, ``InTheWayError`` when only one of these files
        can't be replaced; nothing is left behind.
        """
        parts: list[tuple[Path, Path]] = []
        try:
            for path, data in files.items():
                target = self._target(path)
                with _explained(target, OutputError):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    _write_part(target, data, parts)
            for part, target in parts:
                with _explained(target, InTheWayError):
                    part.replace(target)
        finally:
            for part, _ in parts:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)

    def keep(self, path: str, data: bytes) -> None:
        """Write a file that saves time and is not missed: where it can't be written, there is none."""
        with contextlib.suppress(OutputError):
            self.write(path, data)

    def discard(self, path: str) -> None:
        """Remove a file that is not missed; where that can't be done, it stays."""
        with contextlib.suppress(OutputError):
            self.remove(path)

    def remove(self, path: str) -> None:
        """Remove a file, and the folders that are empty then. Raises ``OutputError`` when that can't be done."""
        target = self._target(path)
        with _explained(target, OutputError):
            target.unlink(missing_ok=True)
        for folder in target.relative_to(self.root).parents:
            with contextlib.suppress(OSError):  # something else is in it
                (self.root / folder).rmdir()

    def sweep(self) -> None:
        """Remove what an export that was killed in the midst of writing has left; nobody else must be writing."""
        for folder in OURS:  # and no others: somebody's whole home may be the output folder
            for part in (self.root / folder).rglob(f"{_PREFIX}*{_SUFFIX}"):
                part.unlink(missing_ok=True)
        for part in self.root.glob(f"{_PREFIX}*{_SUFFIX}"):
            part.unlink(missing_ok=True)

    def _target(self, path: str) -> Path:
        target, root = self.root / path, os.path.normpath(self.root.absolute())
        # Both without "..", which the folder's own name may have in it: ../website.
        if os.path.commonpath([root, os.path.normpath(target.absolute())]) != root:
            raise OutputError(f"{path} would lie outside {self.root}")
        return target


@contextlib.contextmanager
def _explained(target: Path, kind: type[OutputError]) -> Iterator[None]:
    """Turn an error of the system into one that says what to do."""
    try:
        yield
    except OSError as problem:
        said = problem.strerror or str(problem)
        raise kind(f"{target} can't be written: {said}", _HINTS.get(problem.errno or 0, _ANY_OTHER)) from None


def _write_part(target: Path, data: bytes, parts: list[tuple[Path, Path]]) -> None:
    """Write beside the target, on the same file system: there a rename is atomic (POSIX, NTFS)."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=target.parent)
    parts.append((Path(name), target))
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())  # or a power cut could leave the new name on an empty file
    Path(name).chmod(0o666 & ~_umask())


def _umask() -> int:
    """Give the mask that other programs' files get; mkstemp makes files that only their owner can read."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
