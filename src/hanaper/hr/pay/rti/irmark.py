"""The IRmark: a digest of a message's body, by which HMRC and we know that nothing in it was changed on the way.

Source: HMRC's technical note on the IRmark, reproduced on four of HMRC's samples: the Body element with its namespaces,
without its IRmark element but with the white space around that, in canonical XML 1.0 without comments; SHA-1; base64.
"""

from __future__ import annotations

import base64
import hashlib

from lxml import etree

ENVELOPE = "http://www.govtalk.gov.uk/CM/envelope"


def irmark(message: bytes) -> str:
    """The mark of a whole message, whether or not one stands in it. Raises ValueError where there is no Body."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    root = etree.fromstring(message, parser)
    body = root.find(f"{{{ENVELOPE}}}Body")
    if body is None:
        raise ValueError("the message has no Body")
    for mark in list(body.iter("{*}IRmark")):
        parent, before = mark.getparent(), mark.getprevious()
        assert parent is not None, "an IRmark stands in a header"
        tail = mark.tail or ""
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(mark)
    return of_canonical(etree.tostring(body, method="c14n", with_comments=False))


def of_canonical(body: bytes) -> str:
    """The mark of a Body that is canonical XML already, as what `message.write` makes is."""
    return base64.b64encode(hashlib.sha1(body).digest()).decode()  # noqa: S324 - HMRC's definition
