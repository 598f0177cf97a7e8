"""Search by any identifier, over everything that the visitor may see."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.foundation.acts.api import reading
from hanaper.foundation.interface import search as registry
from hanaper.foundation.interface.api import Fault, Hit, Link, Section, TextPage, Visit, signed_in


@signed_in
def search(visit: Visit) -> TextPage:
    """The hits of every provider whose duty the visitor holds, exact identifiers first."""
    text = registry.tidy(str(visit.asked.get("q", "")))
    if len(text) < registry.TEXT_SHORTEST:
        asked = "q" in visit.asked
        return TextPage(
            title="Search",
            scope=visit.scope,
            paragraphs=["Enter a number, a name or a reference at the top of the page. Ctrl+K goes there."],
            faults=[Fault(f"Enter at least {registry.TEXT_SHORTEST} letters or digits", "#site-search")]
            if asked
            else [],
        )
    found = _found(visit, text)
    sections = [
        Section(label, links=[Link(hit.title, hit.url, detail=_detail(hit)) for hit in hits])
        for label, hits in found
        if hits
    ]
    return TextPage(
        title=f"Search: {text}",
        scope=visit.scope,
        paragraphs=[]
        if sections
        else ["Nothing that you may see matches. Check the number, or enter another part of it."],
        sections=sections,
        synthetic=any(hit.synthetic for _, hits in found for hit in hits),
    )


def _found(visit: Visit, text: str) -> Sequence[tuple[str, Sequence[Hit]]]:
    found: list[tuple[str, Sequence[Hit]]] = []
    for provider in registry.providers():
        bodies = Visit(visit.request, visit.scope, provider.duty).bodies if visit.holds(provider.duty) else ()
        if bodies:
            with reading(visit.actor, provider.duty, bodies, at=visit.at):
                hits = list(provider.find(text, registry.HITS_PER_PROVIDER))[: registry.HITS_PER_PROVIDER]
            found.append((provider.label, sorted(hits, key=lambda hit: not hit.exact)))
    return sorted(found, key=lambda part: not any(hit.exact for hit in part[1]))


def _detail(hit: Hit) -> str:
    return ", ".join(part for part in (hit.detail, hit.body) if part)
