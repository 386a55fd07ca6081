"""Tagger: the structure tree of a PDF, made from the HTML instead of from WeasyPrint's boxes.

A package of its own: it needs WeasyPrint, pydyf and one exception class of Handouts, and knows nothing of guides.
``README.md`` beside this file says how it works and what to do when WeasyPrint moves on.

    from handouts.typeset.tagger import engine
    document = engine.render(weasyprint.HTML(string=html), stylesheets=[...])
    pdf = engine.write_pdf(document)             # PDF/UA-1 and PDF/A-2a
"""

from importlib.metadata import version as _version_of

from handouts.errors import MachineError

KNOWN = {"weasyprint": "70.0", "pydyf": "0.13.0"}
"""The versions whose inside ``engine`` knows. With another one the tags would be wrong without a word."""

for _name, _version in KNOWN.items():
    if (_found := _version_of(_name)) != _version:
        raise MachineError(
            f"{_name} {_found} is installed, but PDF files can be tagged with version {_version} only",
            f"run `pip install {_name}=={_version}`",
        )
