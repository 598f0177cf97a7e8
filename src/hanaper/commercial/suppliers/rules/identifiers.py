"""What identifies a supplier, in one form, so that an invoice's party finds the entity that was registered.

Schemes are those of org-id.guide (`GB-COH`), of ISO 6523 and the EAS list (`0088`), `VAT`, and `<country>-REG` for a
registration number that came without a scheme. An IBAN identifies an account, never a supplier: a fraudster's invoice
has one too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hanaper.kernel.errors import WrongIdentifier
from hanaper.kernel.identifiers import normalise_company_number, normalise_ppon, normalise_vat_number

COMPANY, VAT, PPON = "GB-COH", "VAT", "GB-PPON"
_UK_VAT_ENDPOINT: Final = "9932"


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """scheme: who issues it. value: normalised by `identifier`."""

    scheme: str
    value: str


def identifier(scheme: str, value: str) -> Identifier:
    """An identifier in its one form. Raises WrongIdentifier where the scheme is known and the value breaks its rule.

    >>> identifier("GB-COH", "445790"), identifier("9932", "GB 980 7806 84"), identifier("0088", "7300 0100 00001")
    (Identifier(scheme='GB-COH', value='00445790'), Identifier(scheme='VAT', value='GB980780684'), \
Identifier(scheme='0088', value='7300010000001'))
    """
    scheme = scheme.strip().upper()
    if scheme == _UK_VAT_ENDPOINT:
        scheme, value = VAT, value if value.strip().upper().startswith("GB") else f"GB{value}"
    plain = _plain(value)
    if not plain or not scheme:
        raise WrongIdentifier(found=value, scheme=scheme or "identifier", rule="It has at least one letter or digit.")
    if scheme == COMPANY:
        return Identifier(scheme, normalise_company_number(value))
    if scheme == PPON:
        return Identifier(scheme, normalise_ppon(value))
    if scheme == VAT and plain.startswith("GB"):
        return Identifier(scheme, normalise_vat_number(value))
    return Identifier(scheme, plain)


def party_identifiers(
    *,
    country: str = "",
    company_id: tuple[str, str] | None = None,
    vat_id: str | None = None,
    endpoint: tuple[str, str] | None = None,
    others: Iterable[tuple[str, str]] = (),
) -> tuple[Identifier, ...]:
    """What the party of an invoice says about itself, in the forms in which suppliers are registered.

    company_id, endpoint, others: (scheme, value); the scheme may be empty where the invoice names none.
    What breaks its scheme's rule stays out: it can match nobody.

    >>> party_identifiers(country="GB", company_id=("", "445790"), vat_id="GB980780684", endpoint=("0088", "123"))
    (Identifier(scheme='0088', value='123'), Identifier(scheme='GB-COH', value='00445790'), \
Identifier(scheme='VAT', value='GB980780684'))
    """
    pairs = [(scheme, value) for scheme, value in others if scheme]
    if endpoint and endpoint[0]:
        pairs.append(endpoint)
    if vat_id:
        pairs.append((VAT, vat_id))
    if company_id:
        scheme, value = company_id
        pairs.append((scheme or (COMPANY if country == "GB" else f"{country or 'ZZ'}-REG"), value))
    found = set()
    for scheme, value in pairs:
        try:
            found.add(identifier(scheme, value))
        except WrongIdentifier:
            continue
    return tuple(sorted(found))


class Register:
    """Which entities are registered with which identifiers, and whom a set of identifiers means.

    All known identifiers must agree on one entity. One that nobody has says nothing; two that point at different
    entities contradict each other, and then a person decides. The members of a VAT group share one VAT number, so that
    a VAT number never overrules a registration number.

    >>> acme, group = Identifier("GB-COH", "00000001"), Identifier("VAT", "GB980780684")
    >>> register = Register([(1, acme), (1, group), (2, Identifier("GB-COH", "00000002")), (2, group)])
    >>> stranger = Identifier("GB-COH", "00000003")
    >>> register.entity_of([acme, group]), register.entity_of([group]), register.entity_of([group, stranger])
    (1, None, None)
    """

    def __init__(self, rows: Iterable[tuple[int, Identifier]]) -> None:
        self._entities: defaultdict[Identifier, set[int]] = defaultdict(set)
        self._identifiers: defaultdict[int, set[Identifier]] = defaultdict(set)
        for entity, registered in rows:
            self.learn(entity, registered)

    def learn(self, entity: int, registered: Identifier) -> bool:
        """Add one identifier of an entity. Returns whether it was new."""
        if registered in self._identifiers[entity]:
            return False
        self._entities[registered].add(entity)
        self._identifiers[entity].add(registered)
        return True

    @property
    def entities(self) -> frozenset[int]:
        """Every entity that has an identifier here."""
        return frozenset(self._identifiers)

    def holders(self, identifiers: Collection[Identifier]) -> frozenset[int]:
        """Every entity that one of the identifiers points at."""
        return frozenset().union(*self._candidates(identifiers))

    def entity_of(self, identifiers: Collection[Identifier]) -> int | None:
        """The one entity that all the identifiers mean, or None."""
        known = [entities for entities in self._candidates(identifiers) if entities]
        common = frozenset.intersection(*known) if known else frozenset()
        meant = [entity for entity in common if not self._contradicts(entity, identifiers)]
        return meant[0] if len(meant) == 1 else None

    def _candidates(self, identifiers: Collection[Identifier]) -> Iterator[frozenset[int]]:
        for each in identifiers:
            entities = self._entities.get(each, set())
            if each.scheme == VAT:
                entities = {entity for entity in entities if not self._contradicts(entity, identifiers)}
            yield frozenset(entities)

    def _contradicts(self, entity: int, identifiers: Collection[Identifier]) -> bool:
        """The entity has a registration number, and the identifiers name another of the same register."""
        own = {each for each in self._identifiers[entity] if _is_registration(each.scheme)}
        named = {each for each in identifiers if _is_registration(each.scheme)}
        schemes = {each.scheme for each in own} & {each.scheme for each in named}
        return bool(schemes) and not any(each in own for each in named if each.scheme in schemes)


def _is_registration(scheme: str) -> bool:
    """A register gives an entity one number; electronic addresses it may have several."""
    return scheme in (COMPANY, PPON) or scheme.endswith("-REG")


def _plain(value: str) -> str:
    return re.sub(r"[\s\-./]", "", value).upper()
