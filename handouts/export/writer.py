"""Writing: files appear whole or not at all."""

import contextlib
import errno
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from handouts.errors import OutputError

_HINTS = {
    errno.ENOSPC: "free some space and run the same command again",
    errno.EDQUOT: "free some space and run the same command again",
    errno.EACCES: "close the file if a viewer has it open, or choose another folder with --out",
    errno.EPERM: "close the file if a viewer has it open, or choose another folder with --out",
    errno.ENOENT: "choose another folder with --out",
    errno.EROFS: "choose another folder with --out",
    errno.ENOTDIR: "a file stands where a folder is needed: remove it, or choose another folder with --out",
    errno.EISDIR: "a folder stands where a file is needed: remove it, or choose another folder with --out",
}


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
        target = self.root / path
        if os.path.commonpath([self.root.absolute(), Path(os.path.normpath(target.absolute()))]) != str(
            self.root.absolute()
        ):
            raise OutputError(f"{path} would lie outside {self.root}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, data)
        except OSError as problem:
            said = problem.strerror or str(problem)
            raise OutputError(f"{target} can't be written: {said}", _HINTS.get(problem.errno or 0, "")) from None


def _replace(target: Path, data: bytes) -> None:
    """Write beside the target, on the same file system, then rename: the rename is atomic (POSIX, NTFS)."""
    handle, name = tempfile.mkstemp(prefix=".handouts-", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # or a power cut could leave the new name on an empty file
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _umask() -> int:
    """Give the mask that other programs' files get; mkstemp makes files that only their owner can read."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
