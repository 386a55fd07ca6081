"""Page labels: what a viewer calls the pages of a book, so that "go to page 12" opens the page that says 12.

Works on the PDF's objects through the ``finisher`` of ``write_pdf``.
"""

from typing import Any

import pydyf


def number(document: Any, pdf: Any, opening: str) -> None:
    """Label the pages of a PDF i, ii, … up to the one that holds the id ``opening``, which is page 1.

    ISO 32000-1, 12.4.2. The printed numbers are the same: ``templates/partials/running-book.css`` sets them.
    """
    first = next((at for at, page in enumerate(document.pages) if opening in page.anchors), 0)
    roman, decimal = pydyf.Dictionary({"S": "/r"}), pydyf.Dictionary({"S": "/D"})
    labels = [0, roman, first, decimal] if first else [0, decimal]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(labels)})
