"""Dialects: what site generators add to Markdown, made into Markdown and HTML that everybody reads alike.

Each module knows one of them. They work on a ``Manuscript`` one after the other, and all of them do without the
rest of the package.
"""
