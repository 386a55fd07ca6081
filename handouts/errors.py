"""What stops a run. Each class carries the exit code that the command line ends with.

Problems inside a guide are no exceptions but values (see ``handouts.diagnostics``): one bad guide never
stops the others.
"""

DONE = 0
FOUND = 1
"""At least one guide failed or has findings."""
INTERRUPTED = 130
"""Ctrl-C, by the shell's custom of 128 + SIGINT."""


class HandoutsError(Exception):
    """A run cannot go on. ``str(error)`` says what and where, ``hint`` what to do about it."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(HandoutsError):
    """The command was asked for something that is not there: a folder, a guide, a category."""


class SettingsError(HandoutsError):
    """``library.toml``, a template or a stylesheet of the library can't be used."""


class OutputError(HandoutsError):
    """The output folder can't be written: permissions, a full disk, a file held by a viewer."""


class MachineError(HandoutsError):
    """A native library, a package or a font of the program itself is missing."""

    exit_code = 3
