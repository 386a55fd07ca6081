"""Saving: a PDF file that was put together of others becomes bytes, the same ones each time."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf


def saved(file: "pikepdf.Pdf") -> bytes:
    """Give the bytes of a file: what is small is packed into streams, and its identifier is the hash of it."""
    import pikepdf

    written = io.BytesIO()
    file.save(
        written,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        linearize=False,
    )
    return written.getvalue()
