"""Signing with a key that never leaves its token. SoftHSM stands for the token: any other speaks the same PKCS#11."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARIES = [Path(folder) / "softhsm" / "libsofthsm2.so" for folder in ("/usr/lib", "/usr/lib/x86_64-linux-gnu")]
LIBRARY = next((path for path in LIBRARIES if path.exists()), None)

pytestmark = pytest.mark.skipif(
    LIBRARY is None or not shutil.which("softhsm2-util"), reason="SoftHSM is not installed (Debian: softhsm2)"
)

#: In a process of its own: the library reads its configuration once, and asks for it in the environment
PROGRAM = """
import sys
from pathlib import Path

import django

django.setup()
import pkcs11
from django.conf import settings
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate
from pyhanko.keys.pemder import load_certs_from_pemder_data, load_private_key_from_pemder_data

from motcua.dossiers.documents.typesetting import Box
from motcua.organisations.models import Agency
from motcua.papers import keys, signing
from tests.factories import vn

folder = Path(sys.argv[1])
unit = Agency(key="trung-tam", name="Trung tâm Phục vụ hành chính công")
pem = keys._made_for(unit)
key = load_private_key_from_pemder_data(pem[: pem.index(b"-----BEGIN CERT")], passphrase=None)
certificate = next(iter(load_certs_from_pemder_data(pem[pem.index(b"-----BEGIN CERT") :])))
stays = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: unit.key, pkcs11.Attribute.ID: b"1"}
token = pkcs11.lib(settings.SIGNING_PKCS11["module"]).get_token(token_label="motcua")
with token.open(rw=True, user_pin="1234") as token:
    token.create_object(decode_rsa_private_key(key["private_key"].parsed.dump()) | stays)
    token.create_object(decode_x509_certificate(certificate.dump()) | stays)

pdf = (folder / "unsigned.pdf").read_bytes()
signed = signing.sign(pdf, box=Box(1, 20, 20, 178, 57), unit=unit, at=vn("2018-10-22 10:30"))
(folder / "signed.pdf").write_bytes(signed.pdf)
"""


def test_a_token_signs_and_pdfsig_agrees(tmp_path: Path):
    from motcua.dossiers.documents.typesetting import typeset
    from motcua.papers.signing import TEMPLATE
    from tests.papers.reading import signature_of

    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    environment = os.environ | {
        "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf"),
        "DJANGO_SETTINGS_MODULE": "motcua.settings",
        "PYTHONPATH": "src:.",
        "MOTCUA_SIGNING": "pkcs11",
        "MOTCUA_PKCS11_MODULE": str(LIBRARY),
        "MOTCUA_PKCS11_TOKEN": "motcua",
        "MOTCUA_PKCS11_PIN": "1234",
    }
    token = ["softhsm2-util", "--init-token", "--free", "--label", "motcua", "--so-pin", "4321", "--pin", "1234"]
    subprocess.run(token, env=environment, check=True, capture_output=True)
    (tmp_path / "unsigned.pdf").write_bytes(typeset(TEMPLATE, {"by": "x", "at": "y"}))

    done = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    said = signature_of((tmp_path / "signed.pdf").read_bytes(), tmp_path)
    assert said["Signature Validation"] == "Signature is Valid."
    assert said["Signer Certificate Common Name"] == "Trung tâm Phục vụ hành chính công"
