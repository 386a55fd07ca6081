"""The language of a guide, where its file says it: a folder (``ar/asthma.md``) or a suffix (``asthma.ar.md``)."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from handouts.setting_values import usual

_CODES = frozenset(
    re.findall(
        r"\w+",
        """
        aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
        dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
        ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
        lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
        rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
        ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ckb kmr prs hmn yue cmn kar rom rhg aii syl
        pmu tig cnh fil haw ceb
        """,
    )
)
"""Languages of ISO 639-1; and of ISO 639-3 what clinics are asked for beside them: Sorani, Kurmanji, Dari, Hmong,
Cantonese, Mandarin, Karen, Romani, Rohingya, Assyrian, Sylheti, Mirpuri, Tigre, Chin, Filipino, Cebuano."""


_INDEX = ("index", "_index")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-(?=.)")
_SUBTAG = re.compile(r"[A-Za-z0-9]{2,8}")


@dataclass(frozen=True, slots=True)
class Translation:
    """The same guide in another language: enough to name it."""

    lang: str
    title: str


def of_file(location: PurePosixPath) -> tuple[str, str]:
    """Give a file's name without its language, and the language: that of its suffix, or else of its folder.

    "" for a file that says none. The folder nearest to the file counts. ``asthma/index.md`` is called after its
    folder, and a day in front (``2025-03-02-hay-fever.md``) is no part of the name: site generators read both so.
    """
    folders = location.parent.parts[::-1]
    name, _, last = location.stem.rpartition(".")
    lang = code(last) if name else ""
    name = name if lang else location.stem
    if name.lower() in _INDEX:
        name = next((one for one in folders if one not in ("..", "/") and not code(one)), name)
    lang = lang or next(filter(None, map(code, folders)), "")
    return _DAY.sub("", name), lang


def code(name: str) -> str:
    """Give the language (BCP 47) that a name is the code of, written as is usual: ``zh-Hans``; "" for no code.

    A folder that is called "drafts" or "2024" is no language.
    """
    first, *rest = name.replace("_", "-").split("-")
    if first.lower() not in _CODES or not all(map(_SUBTAG.fullmatch, rest)):
        return ""
    return usual(name)
