"""An office whose papers are signed with keys of these tests, and readers that know nothing of us: poppler's tools."""

from pathlib import Path

import pytest

from motcua.organisations.models import Kind, Role
from tests.factories import Office, create_agency, create_officer


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory) -> Path:
    """Keys are slow to make: all tests of a process share them."""
    return tmp_path_factory.mktemp("signing")


@pytest.fixture(autouse=True)
def signed(settings, key_folder: Path, tmp_path: Path) -> None:
    settings.SIGNING, settings.SIGNING_FOLDER = "soft", key_folder
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": files}


@pytest.fixture
def office(db) -> Office:
    """A Centre under the province's committee, with a head; a department with its leader."""
    office = Office(name="Đăng ký khai sinh", papers=("Tờ khai", "Giấy chứng sinh", "Giấy chứng nhận kết hôn"))
    province = create_agency(kind=Kind.PROVINCE, name="Ủy ban nhân dân tỉnh Cà Mau")
    office.department.parent = office.centre.parent = province
    office.centre.desk_name, office.centre.phone = office.centre.name, "02900000022"
    office.department.save()
    office.centre.save()
    office.head = create_officer(Role.LEADER, office.centre, username="giam-doc", full_name="Trần Văn Bảy")
    return office
