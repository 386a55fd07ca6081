"""Components: MDX, and the JSX that some sites allow in plain Markdown.

Imports and exports go. A component with text inside becomes a box; one without, such as a calculator, becomes a
note that it can be seen online. An expression is never printed as it stands: what it says is known only to the
site that runs it.
"""

import re
from html import escape

from handouts.typeset.dialects import holes, parts, statements
from handouts.typeset.dialects.element import Element
from handouts.typeset.dialects.elements import BLOCKS, HTML, VOID
from handouts.typeset.dialects.jsx import MAX_TAG, Tag, expression_end, literal, tag_at
from handouts.typeset.dialects.manuscript import TOKEN, Manuscript, plain

MAX_DEPTH = 40
"""Components and elements inside each other."""

_AUTOLINK = re.compile(r"<(?:https?://|mailto:|[\w.+-]+@)[^<>\s]+>")


def take_out(manuscript: Manuscript) -> None:
    """Take components, and in MDX expressions too, out of a manuscript."""
    text, imports = manuscript.text, dict(statements.IMPORTED.findall(manuscript.text))
    text = (
        statements.without(text, manuscript.places) if manuscript.is_mdx else statements.IMPORT_LINE.sub("", text)
    )
    known = statements.constants(manuscript.text) if manuscript.is_mdx else {}
    manuscript.text = _Reader(text, manuscript, imports, known).read()


class _Reader:
    """Reads a text from left to right; ``stack`` holds the elements that are open."""

    def __init__(
        self, text: str, manuscript: Manuscript, imports: dict[str, str], constants: dict[str, str]
    ) -> None:
        self.text, self.manuscript, self.imports, self.constants = text, manuscript, imports, constants
        self.stack = [Element(None, is_block=True, indent=0)]
        self.closing = self._count_closing()
        self.unclosed = False  # whether a brace is never closed: then all that follows is text
        self.patience = 2_000_000  # characters that are read in vain, of what begins like a tag and is none
        mark = r"\\?[<{]" if manuscript.is_mdx else r"\\?<"
        self.mark = re.compile(mark)

    def _count_closing(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for found in re.finditer(r"</([A-Za-z][\w.:-]*)?\s*>", self.text):
            counts[found[1] or ""] = found.start()  # the last one
        return counts

    def read(self) -> str:
        """Give the text without components."""
        at = 0
        while found := self.mark.search(self.text, at):
            self._say(self.text[at : found.start()])
            at = found.end()
            if found[0].startswith("\\"):
                self._say(f"&#{ord(found[0][1])};")
            elif found[0] == "{" and not self.unclosed:
                at = self._expression(found.start())
            elif (tag := self._tag_at(found.start())) is not None:
                at = tag.end
                self._take(tag)
            else:
                is_address = _AUTOLINK.match(self.text, found.start())
                self._say("<" if is_address or not self.manuscript.is_mdx else "&lt;")
        self._say(self.text[at:])
        while len(self.stack) > 1:
            self._unclosed(self.stack[-1])
        return "".join(self.stack[0].out)

    def _tag_at(self, start: int) -> Tag | None:
        if self.patience < 0:
            return None
        tag = tag_at(self.text, start)
        if tag is None and self.text[start + 1 : start + 2].isalpha():
            end = self.text.find(">", start, start + MAX_TAG)
            self.patience -= (end - start) if end >= 0 else MAX_TAG
        if tag is None or self.manuscript.is_mdx:
            return tag
        # Plain Markdown: only what is surely a component; HTML is read by others.
        named = tag.name[:1].isupper() and (tag.name.lower() not in HTML or re.search("[a-z]", tag.name))
        known = tag.closes or tag.is_empty or self.closing.get(tag.name, -1) > start
        return tag if named and known else None

    def _say(self, text: str) -> None:
        """Add text to the element that is open, without the indent that JSX has there."""
        if not text:
            return
        top = self.stack[-1]
        first, *lines = text.split("\n")
        if lines and top.indent is None:
            full = next((line for line in lines if line.strip()), None)
            top.indent = len(full) - len(full.lstrip(" ")) if full is not None else None
        cut = top.indent or 0
        lines = [line[min(cut, len(line) - len(line.lstrip(" "))) :] for line in lines]
        top.out.append("\n".join([first, *lines]))
        top.has_text = top.has_text or bool(TOKEN.sub("x", text).strip())

    def _put(self, markdown: str, *, says: bool = True) -> None:
        top = self.stack[-1]
        top.out.append(markdown)
        top.has_text = top.has_text or says

    def _at_line_start(self, start: int) -> bool:
        """Tell whether nothing but blanks and other blocks stand before an offset on its line."""
        line = self.text[self.text.rfind("\n", max(0, start - 2000), start) + 1 : start]
        return not re.sub(r"</?[A-Za-z][^<>]*>|<>|</>", "", line).strip()

    def _indent(self, start: int) -> str:
        """Give the indent of a line inside a list item, which what is put there must keep."""
        line = self.text[self.text.rfind("\n", max(0, start - 200), start) + 1 : start]
        return " " * max(0, len(line) - (self.stack[-1].indent or 0)) if not line.strip() else ""

    # ---- expressions

    def _expression(self, start: int) -> int:
        end = expression_end(self.text, start)
        if end is None:
            self.unclosed = True
            place = self.manuscript.places.next("{")
            message = "the brace that opens here is never closed"
            hint = "close it with }, or write \\{ for a brace that is to be printed"
            self.manuscript.error("open-brace", message, place, hint)
            self._put("&#123;")
            return start + 1
        inside = self.text[start + 1 : end - 1]
        said = literal(self.constants.get(inside.strip(), inside))
        line = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        # {#id}, {: .class} and what stands behind ::: are no JavaScript, but marks
        if re.match(r":|\s*[#.][A-Za-z]", inside) or re.match(r"[ \t]*:{2,}", line):
            self._put(self.text[start:end], says=False)
        elif said is not None:
            self._put(plain(said) if said.strip() else " ", says=bool(said.strip()))
        elif inside.strip() and not re.fullmatch(r"\s*(?:/\*.*?\*/\s*)*", inside, re.DOTALL):
            line = self.text[start:end].partition("\n")[0]
            is_hole = holes.is_in_a_sentence(self.text, start, end)
            note = self.manuscript.leave_out("what the website works out here", line, is_hole=is_hole)
            self._put(self.manuscript.keep(note))
        return end

    # ---- tags

    def _take(self, tag: Tag) -> None:
        is_html = tag.name in HTML if self.manuscript.is_mdx else False
        if tag.closes:
            self._close(tag)
        elif is_html and (tag.is_empty or tag.name in VOID):
            html = parts.html_tag(tag, self.imports) + ("" if tag.name in VOID else f"</{tag.name}>")
            self._put(self.manuscript.keep(html), says=tag.name not in ("br", "wbr"))
        elif tag.is_empty:
            self._empty(tag)
        elif len(self.stack) > MAX_DEPTH:
            if not any(one.code == "too-deep" for one in self.manuscript.problems):
                message = f"components stand more than {MAX_DEPTH} deep inside each other"
                hint = "close each with its </…>"
                place = self.manuscript.places.next(self._needle(tag))
                self.manuscript.error("too-deep", message, place, hint)
        else:
            is_block = self._at_line_start(tag.start) and (not is_html or tag.name in BLOCKS)
            self.stack.append(Element(tag, is_block))

    def _needle(self, tag: Tag) -> str:
        return self.text[tag.start : tag.end].partition("\n")[0]

    def _close(self, tag: Tag) -> None:
        depth = next((n for n in range(len(self.stack) - 1, 0, -1) if self.stack[n].name == tag.name), 0)
        if not depth:
            return  # closes nothing: says nothing
        while len(self.stack) - 1 > depth:
            self._unclosed(self.stack[-1])
        element = self.stack.pop()
        assert element.tag is not None  # noqa: S101 - only the first has none
        self._finish(element, element.tag)

    def _unclosed(self, element: Element) -> None:
        """Give up an element that is never closed: what stands in it stands on its own."""
        self.stack.pop()
        tag = element.tag
        assert tag is not None  # noqa: S101 - only the first has none
        if not (self.manuscript.is_mdx and tag.name in HTML):
            message = f"<{tag.name}> is never closed; what stands in it is printed without a box"
            place = self.manuscript.places.next(self._needle(tag))
            self.manuscript.warning("open-component", message, place, f"write </{tag.name}> where it ends")
        self._put("".join(element.out), says=element.has_text)

    def _finish(self, element: Element, tag: Tag) -> None:
        inside = "".join(element.out)
        low = tag.name.lower().replace(".", "")
        if not tag.name:
            self._put(inside, says=element.has_text)
        elif self.manuscript.is_mdx and tag.name in HTML:
            self._put(self._wrapped(element, tag, inside), says=element.has_text)
        elif low in parts.UNSEEN:
            return
        elif low in parts.LINKS and (href := parts.address_in(tag.attributes)):
            said = inside if element.has_text else parts.title_of(tag.attributes) or plain(href)
            link = self.manuscript.keep(f'<a href="{escape(href)}">')
            self._put(link + " ".join(said.split()) + self.manuscript.keep("</a>"))
        elif not element.has_text:
            self._empty(tag)
        elif not element.is_block:
            self._put(inside)
        else:
            self._put(self._box(tag, inside))

    def _box(self, tag: Tag, inside: str) -> str:
        indent = self._indent(tag.start)
        begun = self.manuscript.open_box(
            parts.kind_of(tag.name, tag.attributes), parts.title_of(tag.attributes), indent
        )
        texts = "".join(f"{one}\n\n{indent}" for one in parts.texts_of(tag.attributes))
        set_in = inside.strip("\n").replace("\n", f"\n{indent}")
        return begun + texts + set_in + self.manuscript.close_box(indent)

    def _empty(self, tag: Tag) -> None:
        low = tag.name.lower().replace(".", "")
        source = tag.attributes.get("src") or self.imports.get(tag.expressions.get("src", "").split(".")[0])
        if not tag.name or low in parts.UNSEEN:
            return
        if low in parts.IMAGES and source:
            self._put(parts.image(tag.attributes, source, self.manuscript))
        elif low in parts.LINKS and (href := parts.address_in(tag.attributes)):
            said = parts.title_of(tag.attributes) or plain(tag.attributes.get("text") or href)
            self._put(self.manuscript.keep(f'<a href="{escape(href)}">') + said + self.manuscript.keep("</a>"))
        else:
            self._put(self._said_by_attributes(tag))

    def _said_by_attributes(self, tag: Tag) -> str:
        """Give what a component without text says by its attributes, or the note that stands for it."""
        what = f"the component <{tag.name}>"
        title, texts = parts.without_text(what, tag.attributes, self._needle(tag), self.manuscript)
        if not self._at_line_start(tag.start):
            return " ".join(filter(None, (title, *texts)))
        indent = self._indent(tag.start)
        if not title and len(texts) == 1:
            return f"\n\n{indent}{texts[0]}\n\n{indent}"
        begun = self.manuscript.open_box(parts.kind_of(tag.name, tag.attributes), title, indent)
        return begun + f"\n\n{indent}".join(texts) + self.manuscript.close_box(indent)

    def _wrapped(self, element: Element, tag: Tag, inside: str) -> str:
        begin, end = parts.html_tag(tag, self.imports), f"</{tag.name}>"
        if not element.is_block:
            return self.manuscript.keep(begin) + inside + self.manuscript.keep(end)
        indent = self._indent(tag.start)
        keep = self.manuscript.keep_block
        return keep(begin, indent) + inside.strip("\n").replace("\n", f"\n{indent}") + keep(end, indent)
