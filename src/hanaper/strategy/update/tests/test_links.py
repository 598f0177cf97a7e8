"""Every figure of the update leads to a page that is there."""

from __future__ import annotations

import re

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.strategy.update.tests.test_update import built
from tests.databases import CommittedDatabase

REGISTER_LINK = re.compile(r'href="(/all/register/[^"#]*)')
STATEMENT_LINK = re.compile(r'href="(/all/update/statements/[^"#]*)')


def test_every_link_of_the_update_into_the_register_opens(committed_db: CommittedDatabase) -> None:
    client = signed_in(person_with(["update.read", "register.read"], built().alpha))
    update = read(client, "/all/update/?as_of=2024-03-04")
    statements = sorted(set(STATEMENT_LINK.findall(update)))
    assert len(statements) == 22

    links = set(REGISTER_LINK.findall(update))
    for statement in statements:
        links.update(REGISTER_LINK.findall(read(client, statement.replace("&amp;", "&"))))
    assert {link.split("/")[3] for link in links} >= {"clusters", "figures", "sources"}
    assert [link for link in sorted(links) if client.get(link.replace("&amp;", "&")).status_code != 200] == []
