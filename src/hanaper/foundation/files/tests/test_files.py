"""P35: what may be stored is judged by its content, and what is sent back can do no harm."""

from __future__ import annotations

import pytest

from hanaper.foundation.acts.api import act, reading
from hanaper.foundation.files import services
from hanaper.foundation.files.api import (
    CSV,
    PDF,
    SIZE_MAX_BYTES,
    XML,
    FileEmpty,
    FileHarmful,
    FileNotThere,
    FileTooLarge,
    FileTypeRefused,
    StoredFile,
    file_get_for,
    file_response,
    file_store,
    scan_with,
)
from hanaper.foundation.files.content import media_type, safe_name
from tests.world import World, build_world

INVOICE = b'<?xml version="1.0" encoding="UTF-8"?>\n<Invoice>1</Invoice>'


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def store(world: World, content: bytes, *, name: str = "invoice.xml", media_type: str | None = None) -> StoredFile:
    with act(world.enterer, "journal.enter", world.alpha):
        return file_store(name=name, content=content, media_type=media_type)


@pytest.mark.promise("P35")
def test_a_file_is_kept_byte_for_byte_with_what_it_is(world: World) -> None:
    stored = store(world, INVOICE)
    with reading(world.enterer, "ledger.read", [world.alpha]):
        found = file_get_for(stored.pk)
        assert (bytes(found.content), found.media_type, found.name, found.size_bytes, found.person_id) == (
            INVOICE, XML, "invoice.xml", len(INVOICE), world.enterer.person_id,
        )  # fmt: skip


def test_a_large_file_is_kept_as_a_small_one_beside_it_is(world: World) -> None:
    large = b"a,b\n" + b"1,2\n" * 300_000
    with act(world.enterer, "journal.enter", world.alpha):
        stored = services.files_keep(
            files=[services.Upload("large.csv", large, CSV), services.Upload("small.csv", b"a,b\n1,2\n", CSV)]
        )
    with reading(world.enterer, "ledger.read", [world.alpha]):
        kept = [file_get_for(each.pk) for each in stored]
        assert [(each.name, each.size_bytes) for each in kept] == [("large.csv", len(large)), ("small.csv", 8)]
        assert bytes(kept[0].content) == large


KINDS = [
    ("xml", INVOICE, XML),
    ("xml in utf-16", INVOICE.decode().replace("UTF-8", "UTF-16").encode("utf-16"), XML),
    ("xml after a byte order mark", b"\xef\xbb\xbf" + INVOICE, XML),
    ("pdf", b"%PDF-1.7\n...\n%%EOF\n", PDF),
    ("png", b"\x89PNG\r\n\x1a\n....\x00\x00\x00\x00IEND\xaeB`\x82", "image/png"),
    ("csv", b"account,pence\n5000,100\n", CSV),
    ("csv of a spreadsheet on windows", "name;pounds\nCaf\xe9;\xa35\n".encode("cp1252"), CSV),
    ("a windows program", b"MZ\x90\x00\x03", None),
    ("a linux program", b"\x7fELF\x02\x01\x01\x00", None),
    ("a zip archive", b"PK\x03\x04\x14\x00\x00\x00", None),
    ("a gzip bomb", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", None),
    ("a web page", b"<!DOCTYPE html><script>alert(1)</script>", None),
    ("a web page without a document type", b"<html><script>alert(1)</script></html>", None),
    ("a web page after a comment", b"<!-- x --><html></html>", None),
    ("a picture that runs scripts", b"<svg onload='alert(1)'/>", None),
    ("xml with entities that explode", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>', None),
    ("xml that reads our files", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', None),
    ("a pdf cut off", b"%PDF-1.7\nno end", None),
    ("a pdf with a zip behind it", b"%PDF-1.7\n" + b"PK\x03\x04" + b"z" * 4000, None),
    ("text with nought bytes", b"a,b\n\x00\x00", None),
    ("plain words", b"hello", None),
]


@pytest.mark.promise("P35")
@pytest.mark.parametrize(("content", "kind"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_the_kind_is_judged_by_the_content(content: bytes, kind: str | None) -> None:
    assert media_type(content) == kind


@pytest.mark.promise("P35")
@pytest.mark.parametrize(
    "content", [row[1] for row in KINDS if row[2] is None], ids=[row[0] for row in KINDS if row[2] is None]
)
def test_what_is_of_no_kind_that_is_taken_is_refused(world: World, content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        store(world, content)


@pytest.mark.promise("P35")
def test_content_of_another_kind_than_was_asked_for_is_refused(world: World) -> None:
    with pytest.raises(FileTypeRefused) as refused:
        store(world, INVOICE, name="lines.csv", media_type=CSV)
    assert refused.value.values["found"] == XML


@pytest.mark.promise("P35")
def test_an_empty_file_and_one_that_is_too_large_are_refused(world: World) -> None:
    with pytest.raises(FileEmpty):
        store(world, b"")
    with pytest.raises(FileTooLarge):
        store(world, b"a," * (SIZE_MAX_BYTES // 2) + b"a")
    assert store(world, b"a," * (SIZE_MAX_BYTES // 2)).size_bytes == SIZE_MAX_BYTES


@pytest.mark.promise("P35")
def test_what_a_scanner_knows_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    eicar = b"a,b\nX5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*\n"
    with pytest.raises(FileHarmful):
        store(world, eicar)
    monkeypatch.setattr(services, "_scanners", list(services._scanners))
    scan_with(lambda content: "a worm" if b"worm" in content else None)
    with pytest.raises(FileHarmful) as refused:
        store(world, b"a,worm\n")
    assert refused.value.values["found"] == "a worm"


NAMES = """
    ../../etc/passwd               | passwd.xml
    C:\\\\Users\\\\me\\\\inv.xml           | inv.xml
    invoice.XML                    | invoice.xml
    inv.xml.exe                    | inv.xml.exe.xml
    a"b;c=d.xml                    | a_b_c_d.xml
    .htaccess                      | htaccess.xml
    ...                            | file.xml
    résumé.xml                     | re_sume_.xml
    CON                            | CON.xml
"""


@pytest.mark.promise("P35")
@pytest.mark.parametrize("row", NAMES.strip().splitlines(), ids=lambda row: row.split("|")[0].strip())
def test_names_are_made_safe(row: str) -> None:
    given, expected = (cell.strip() for cell in row.split("|"))
    assert safe_name(given.replace("\\\\", "\\"), XML) == expected


@pytest.mark.promise("P35")
def test_names_cannot_break_a_header_or_hide_their_end() -> None:
    assert safe_name("a\r\nSet-Cookie: x=1.xml", XML) == "a_Set-Cookie_ x_1.xml"
    assert safe_name("inv\u202elmx.exe", XML) == "inv_lmx.exe.xml"
    assert len(safe_name("x" * 500, XML)) <= 104


@pytest.mark.promise("P35")
def test_a_file_is_sent_as_a_download_that_no_browser_runs(world: World) -> None:
    response = file_response(store(world, INVOICE))
    assert response.headers["Content-Disposition"] == 'attachment; filename="invoice.xml"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == XML
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.content == INVOICE


@pytest.mark.promise("P13")
def test_another_bodys_file_is_as_if_it_were_not_there(world: World) -> None:
    stored = store(world, INVOICE)
    answers = []
    for file_id in (stored.pk, 999_999):
        with reading(world.enterer, "ledger.read", [world.beta]), pytest.raises(FileNotThere) as refused:
            file_get_for(file_id)
        answers.append((refused.value.code, refused.value.values))
    assert answers[0] == answers[1]


def test_a_stored_file_never_changes(world: World) -> None:
    from django.db import DatabaseError, transaction

    stored = store(world, INVOICE)
    with act(world.enterer, "journal.enter", world.alpha):
        for statement in (
            lambda: StoredFile.objects.filter(pk=stored.pk).update(name="other.xml"),
            stored.delete,
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                statement()
