"""Metadata: one packet that claims PDF/A-2a and PDF/UA-1 together.

WeasyPrint writes the claim of one standard. PDF/UA's identifier in a PDF/A file needs a description of its schema
(ISO 19005-2, 6.6.2.3.3, which fixes the prefixes too), or PDF/A forbids it; and it must stand in the same
``rdf:RDF``, or it is not found.
"""

_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
_UA = "http://www.aiim.org/pdfua/ns/id/"

_CLAIM = f"""\
<rdf:Description xmlns:pdfuaid="{_UA}" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="{_SCHEMA}" \
xmlns:pdfaProperty="{_PROPERTY}" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the file keeps to</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def with_claim(packet: bytes) -> bytes:
    """Add the claim of PDF/UA-1 to the metadata that WeasyPrint writes for PDF/A."""
    before, end, after = packet.rpartition(b"</rdf:RDF>")
    if not end:
        raise ValueError("the metadata hold no rdf:RDF")
    return before + _CLAIM.encode() + end + after
