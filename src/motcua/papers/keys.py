"""Whose key signs: a file of this installation in the demonstration, a token or an HSM (PKCS#11) in an office.

The soft key proves nothing about anybody. It is made at the first signature, per unit, in a folder that only the
service reads, and never leaves it. See docs/how-to/sign-papers.md.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

from motcua.organisations.models import Agency

if TYPE_CHECKING:  # pyHanko is loaded by whoever signs: 15 MB that a web server need not hold
    from pyhanko.sign import SimpleSigner
    from pyhanko.sign.signers import Signer

SOFT, PKCS11 = "soft", "pkcs11"
#: The demonstration lives in 2018 as well as today
_FIRST_DAY, _LAST_DAY = datetime(2010, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)


def is_configured() -> bool:
    """Tell whether papers are signed here at all; without a key they are printed and signed by hand."""
    return settings.SIGNING in (SOFT, PKCS11)


@contextmanager
def signer_for(unit: Agency) -> "Iterator[Signer]":
    """Give the signer of this unit; a token's session ends with it. :raises Exception: the token's own errors"""
    if settings.SIGNING == SOFT:
        yield _soft(unit)
        return
    # loaded here: it opens the vendor's library, which an installation without a token does not have
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    token = settings.SIGNING_PKCS11
    label = token["label"].format(unit=unit.key)
    criteria = TokenCriteria(label=token["token"])
    with open_pkcs11_session(token["module"], token_criteria=criteria, user_pin=token["pin"]) as session:
        yield PKCS11Signer(session, cert_label=label, key_label=label)


def _soft(unit: Agency) -> "SimpleSigner":
    from pyhanko.keys.pemder import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    pem = _pem_of(unit)
    certificate = pem[pem.index(b"-----BEGIN CERTIFICATE") :]
    return SimpleSigner(
        signing_cert=next(iter(load_certs_from_pemder_data(certificate))),
        signing_key=load_private_key_from_pemder_data(pem[: -len(certificate)], passphrase=None),
        cert_registry=SimpleCertificateStore(),
    )


def _pem_of(unit: Agency) -> bytes:
    """Return this unit's key and certificate, made now when there are none yet."""
    folder = Path(settings.SIGNING_FOLDER)
    path = folder / f"{unit.key}-{unit.valid_from:%Y%m%d}.pem"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, delete=False) as new:  # readable by its owner alone
            new.write(_made_for(unit))
        with suppress(FileExistsError):  # another process was faster: its key counts
            os.link(new.name, path)
        Path(new.name).unlink()
    return path.read_bytes()


def _made_for(unit: Agency) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _that_fits(settings.SITE["authority"])),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Khóa trình diễn"),
            x509.NameAttribute(NameOID.COMMON_NAME, _that_fits(unit.name, unit.short_name)),
        ]
    )
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
         "decipher_only"), False
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FIRST_DAY)
        .not_valid_after(_LAST_DAY)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)


def _that_fits(*names: str) -> str:
    """Return the first name within the 64 bytes that a certificate takes, or whole words of the first.

    The visible block has the whole name.
    """
    fitting = [name for name in names if 0 < len(name.encode()) <= 64]
    return fitting[0] if fitting else names[0].encode()[:64].decode(errors="ignore").rpartition(" ")[0]
