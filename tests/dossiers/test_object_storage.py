"""Files in an object store, spoken to over HTTP by the S3 protocol: what the rooms do with files, they do there too."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage, storages
from moto.server import ThreadedMotoServer
from storages.backends.s3 import S3Storage

from motcua.dossiers import stored_files
from motcua.dossiers.actions import KeptFile, attach, forget_abandoned_drafts, forget_draft, forget_upload, keep_upload
from motcua.dossiers.actions.keep_upload import content_of
from motcua.settings import _files as files_at
from tests.factories import MONDAY_9AM, Office

PDF = b"%PDF-1.4 a paper"
KEY, SECRET, BUCKET = "AKIDMOTCUA", "s3cret/with@signs", "motcua-files"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """Return the address of an object store with an empty bucket."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3", endpoint_url=f"http://{host}:{port}", aws_access_key_id=KEY, aws_secret_access_key=SECRET
    )
    client.create_bucket(Bucket=BUCKET)
    yield f"s3://{KEY}:s3cret%2Fwith%40signs@{host}:{port}/{BUCKET}?region=us-east-1&tls=0"
    server.stop()


@pytest.fixture(autouse=True)
def kept_there(store: str, settings) -> None:
    settings.STORAGES = settings.STORAGES | {"default": files_at(store)}
    assert isinstance(storages["default"], S3Storage)


@pytest.mark.django_db
def test_what_came_with_a_dossier_is_found_again():
    kept = attach(dossier=Office().receive(), document_code="don", file_name="don.pdf", content=PDF, at=MONDAY_9AM)

    with stored_files.open_file(kept) as file:
        assert file.read() == PDF


@pytest.mark.django_db
def test_what_the_store_has_lost_is_said_to_be_lost():
    kept = attach(dossier=Office().receive(), document_code="don", file_name="don.pdf", content=PDF, at=MONDAY_9AM)
    default_storage.delete(stored_files.path_of(kept.sha256, kept.media_type))

    with pytest.raises(FileNotFoundError):
        stored_files.open_file(kept)


def test_uploads_are_kept_and_forgotten():
    draft = uuid4()
    first, second = (keep(draft, name) for name in ("a.pdf", "b.pdf"))
    assert content_of(first) == PDF

    forget_upload(first)
    assert content_of(first) is None
    assert content_of(second) == PDF

    forget_draft(draft)
    assert content_of(second) is None


def test_abandoned_drafts_are_forgotten_and_others_kept():
    now = datetime.now(UTC)
    kept = keep(uuid4(), "a.pdf")

    assert forget_abandoned_drafts(real_at=now + timedelta(hours=23)) == 0
    assert content_of(kept) == PDF
    assert forget_abandoned_drafts(real_at=now + timedelta(hours=25)) == 1
    assert content_of(kept) is None


@pytest.mark.parametrize("address", ["s3://key:secret@host", "s3:///bucket", "http://host/bucket"])
def test_an_address_that_names_no_bucket_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="MOTCUA_FILES_URL"):
        files_at(address)


def keep(draft: UUID, name: str) -> KeptFile:
    return keep_upload(draft_id=draft, document_code="don", file_name=name, content=PDF)
