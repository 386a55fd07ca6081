"""Handouts: a clinic's Markdown guides become patient leaflets, in print-styled HTML and accessible PDF.

The way of a guide, each step in a package of its own::

    content/*.md -> Guide -> Article -> Leaflet -> Html -> Document -> PDF file
             load     parse    convert   collect   compose   lay out   write
"""

__version__ = "0.1.0"
