"""Writer: a structure tree becomes the objects of a PDF (ISO 32000-1, 14.7). Knows pydyf, not WeasyPrint."""

from collections.abc import Sequence
from typing import Any

import pydyf

from handouts.typeset.tagger.nodes import Annotation, Mark, Node


class Writer:
    """Writes one tree into one ``pydyf.PDF``. ``groups`` are streams of their own that hold marked content."""

    def __init__(self, pdf: Any, document: Node) -> None:
        self.pdf = pdf
        self.document = document
        self._identities: dict[str, bytes] = {}
        self._owners: dict[Any, list[bytes]] = {}
        """By stream: the element of each of its marks."""
        self._annotations: list[tuple[Any, bytes]] = []

    def write(self, streams: Sequence[Any]) -> None:
        """Write the tree. ``streams`` are those of the pages; other streams that hold marks get their number."""
        root = self._added(pydyf.Dictionary({"Type": "/StructTreeRoot"}))
        root["K"] = self._element(self.document, root.reference)
        root["ParentTree"] = self._parents(streams)
        root["ParentTreeNextKey"] = self._next
        if self._identities:
            names = [
                one for name in sorted(self._identities) for one in (pydyf.String(name), self._identities[name])
            ]
            root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _added(self, one: Any) -> Any:
        self.pdf.add_object(one)
        return one

    def _element(self, node: Node, parent: bytes) -> bytes:
        element = self._added(pydyf.Dictionary({"S": f"/{node.role}", "P": parent}))
        texts = {
            "ID": node.identity,
            "Lang": node.lang,
            "T": node.title,
            "Alt": node.alternative,
            "E": node.expansion,
            "ActualText": node.actual,
        }
        element.update({key: pydyf.String(text) for key, text in texts.items() if text})
        if node.identity:
            self._identities[node.identity] = element.reference
        if node.attributes:
            groups = [_attributes(owner, values) for owner, values in node.attributes.items()]
            element["A"] = groups[0] if len(groups) == 1 else pydyf.Array(groups)
        page = next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)
        if page is not None:
            element["Pg"] = self._page(page)
        kids = [self._kid(kid, page, element.reference) for kid in node.kids]
        if kids:
            element["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        reference: bytes = element.reference
        return reference

    def _page(self, number: int) -> bytes:
        reference: bytes = self.pdf.page_references[number]
        return reference

    def _kid(self, kid: "Node | Mark | Annotation", page: int | None, parent: bytes) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, parent)
        elsewhere = {} if kid.page == page else {"Pg": self._page(kid.page)}
        if isinstance(kid, Annotation):
            self._annotations.append((kid.entry, parent))
            return pydyf.Dictionary({"Type": "/OBJR", **elsewhere, "Obj": kid.entry.reference})
        owners = self._owners.setdefault(kid.place.stream, [])
        kid.number = len(owners)
        owners.append(parent)
        kid.place.properties["MCID"] = kid.number
        if kid.place.is_group:
            return pydyf.Dictionary(
                {"Type": "/MCR", "Pg": self._page(kid.page), "Stm": kid.place.stream.reference, "MCID": kid.number}
            )
        return pydyf.Dictionary({"Type": "/MCR", **elsewhere, "MCID": kid.number}) if elsewhere else kid.number

    def _parents(self, streams: Sequence[Any]) -> bytes:
        """Write the way back: from marks and annotations to their elements (14.7.4.4)."""
        numbers = pydyf.Array()
        groups = [stream for stream in self._owners if stream not in streams]
        for key, stream in enumerate((*streams, *groups)):
            owners = self._added(pydyf.Array(self._owners.get(stream, [])))
            numbers.extend((key, owners.reference))
            if key >= len(streams):
                stream.extra["StructParents"] = key
        for key, (entry, owner) in enumerate(self._annotations, len(streams) + len(groups)):
            entry["StructParent"] = key
            numbers.extend((key, owner))
        self._next = len(numbers) // 2
        reference: bytes = self._added(pydyf.Dictionary({"Nums": numbers})).reference
        return reference


def _attributes(owner: str, values: dict[str, Any]) -> Any:
    written = pydyf.Dictionary({"O": f"/{owner}"})
    for key, value in values.items():
        if isinstance(value, str):
            written[key] = f"/{value}"
        elif isinstance(value, tuple):
            written[key] = pydyf.Array(
                pydyf.String(one) if isinstance(one, str) else round(one, 3) for one in value
            )
        else:
            written[key] = value
    return written
