"""Signatures as an independent tool sees them (pdfsig of poppler), and files that can be kept."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from motcua.dossiers import actions as verbs
from motcua.dossiers.documents.typesetting import Box
from motcua.papers import actions, keys, queries, signing
from motcua.papers.models import Signature
from tests.factories import Office, acting, create_agency, vn
from tests.papers.reading import signature_of, text_of


def refusal_of(office: Office):
    dossier = verbs.refuse(
        dossier=office.submit(), reason="Sai nơi nộp.", by=acting(office.lan), at=vn("2018-10-22 10:30")
    )
    return actions.issue(event=dossier.events.last(), form="refusal")


def test_the_signature_is_valid_and_covers_the_whole_file(office, tmp_path: Path):
    paper = refusal_of(office)

    said = signature_of(queries.content_of(paper), tmp_path)

    assert said["Signature Validation"] == "Signature is Valid."
    assert said["Total document signed"] == "yes"
    assert said["Signature Type"] == "ETSI.CAdES.detached"  # PAdES
    assert said["Signing Hash Algorithm"] == "SHA-256"
    assert said["Signer Certificate Common Name"] == "Trung tâm Giải quyết thủ tục hành chính"
    assert paper.signature == Signature.DIGITAL
    assert "Trung tâm Giải quyết thủ tục hành chính" in paper.signed_as


def test_it_states_the_houses_time_not_the_machines(office, tmp_path: Path):
    pdf = queries.content_of(refusal_of(office))

    assert signature_of(pdf, tmp_path)["Signing Time"] == "Oct 22 2018 10:30:00"
    assert "Thời gian ký: 2018-10-22T10:30:00+07:00" in text_of(pdf)


def test_the_visible_block_names_the_organisation(office):
    text = text_of(queries.content_of(refusal_of(office)), by="-raw")

    assert "ĐÃ KÝ SỐ Cơ quan: Trung tâm Giải quyết thủ tục hành chính" in text


def test_one_changed_byte_breaks_the_signature(office, tmp_path: Path):
    pdf = bytearray(queries.content_of(refusal_of(office)))
    somewhere = len(pdf) // 4
    pdf[somewhere] ^= 1

    assert signature_of(bytes(pdf), tmp_path)["Signature Validation"] == "Digest Mismatch."


def test_what_is_added_afterwards_is_seen(office, tmp_path: Path):
    pdf = queries.content_of(refusal_of(office))

    said = signature_of(pdf + b"\n% one more line\n", tmp_path)

    assert "Total document signed" not in said


def test_a_signed_paper_still_says_that_it_is_pdf_a(office):
    """The markers of the last revision: no validator of PDF/A comes with Debian or as a wheel."""
    pdf = queries.content_of(refusal_of(office))
    last_packet = pdf[pdf.rindex(b"<?xpacket begin") :]

    assert b'pdfaid:part="2"' in last_packet
    assert b'pdfaid:conformance="B"' in last_packet
    assert b"/GTS_PDFA1" in pdf  # the output intent that says what colours mean
    assert not re.search(rb"/(Encrypt|JavaScript|NeedAppearances|Launch)\b", pdf)


def test_every_font_is_in_the_file_those_of_the_visible_block_too(office, tmp_path: Path):
    (tmp_path / "paper.pdf").write_bytes(queries.content_of(refusal_of(office)))

    told = subprocess.run(["pdffonts", tmp_path / "paper.pdf"], capture_output=True, text=True, check=True).stdout

    fonts = [line.split() for line in told.splitlines()[2:]]
    assert len(fonts) >= 3
    assert all("Tinos" in font[0] and font[4:7] == ["yes", "yes", "yes"] for font in fonts), told


def test_units_sign_with_keys_of_their_own_that_only_the_service_reads(office, key_folder: Path):
    with keys.signer_for(office.centre) as centre, keys.signer_for(office.department) as department:
        assert centre.signing_cert.public_key.native != department.signing_cert.public_key.native
    with keys.signer_for(office.centre) as again:
        assert again.signing_cert.dump() == centre.signing_cert.dump()
    for path in key_folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


def test_without_a_key_papers_are_signed_by_hand(office, settings, tmp_path: Path):
    settings.SIGNING = ""

    paper = refusal_of(office)

    assert paper.signature == Signature.BY_HAND
    assert paper.signed_as == ""
    assert signature_of(queries.content_of(paper), tmp_path) == {}


def test_a_token_that_fails_issues_nothing_and_uses_up_no_number(office, settings):
    settings.SIGNING = "pkcs11"
    settings.SIGNING_PKCS11 = {"module": "/nonexistent.so", "token": "x", "pin": "1", "label": "{unit}"}
    with pytest.raises(Exception, match="nonexistent"):
        refusal_of(office)

    settings.SIGNING = "soft"
    assert refusal_of(office).number == 1


def test_a_name_of_any_length_fits_the_block(office, settings):
    settings.SIGNING = ""
    pdf = queries.content_of(refusal_of(office))
    settings.SIGNING = "soft"
    name = "Trung tâm Phục vụ hành chính công và Chuyển đổi số Ủy ban nhân dân thành phố Cà Mau mở rộng"
    unit = create_agency("ten-dai", name=name, short_name="TTPVHCC Cà Mau")

    signed = signing.sign(pdf, box=Box(1, 20, 20, 178, 57), unit=unit, at=vn("2018-10-22 10:30"))

    assert f"{name} Thời gian ký: 2018-10-22T10:30:00+07:00" in text_of(signed.pdf, by="-raw")
    assert "Common Name: TTPVHCC Cà Mau" in signed.signed_as  # a certificate takes 64 bytes


def test_a_web_server_holds_nothing_that_only_signing_needs():
    """15 MB in each of its processes. What signs loads it: the worker, and whoever closes a book."""
    program = """
import sys
import motcua.wsgi
from django.urls import get_resolver
assert get_resolver().url_patterns
print(sorted({"pyhanko", "asn1crypto", "aiohttp"} & set(sys.modules)))
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert said.stdout.strip() == "[]"
