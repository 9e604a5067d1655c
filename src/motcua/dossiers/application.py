"""What is handed in at the door, as values: read from a form or the API, checked here, before anything is written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from motcua.catalogue.models import Channel, ProcedureCase, ProcedureVersion, RequiredDocument
from motcua.catalogue.queries import Offer
from motcua.dossiers import postal
from motcua.dossiers.models import PersonKind
from motcua.organisations.models import Agency


@dataclass(frozen=True)
class Person:
    """Somebody who applies or hands in for another."""

    name: str
    kind: str = PersonKind.PERSON
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    commune: Agency | None = None
    born: str = ""


@dataclass(frozen=True)
class HandedIn:
    """A paper on the table: how many originals and copies of it."""

    code: str
    originals: int = 1
    copies: int = 0


@dataclass(frozen=True)
class Application:
    """A dossier before it is one."""

    offer: Offer
    unit: Agency
    applicant: Person
    documents: Sequence[HandedIn] = ()
    case: ProcedureCase | None = None
    channel: str = Channel.COUNTER
    result_channel: str = Channel.COUNTER
    submitter: Person | None = None
    authority: str = ""  # the submitter's power of attorney: its number and day
    consignment: str = ""  # the number of the postal item it came in
    note: str = ""
    received_at: datetime | None = None
    dossier_id: UUID | None = None  # set by what must not be handed in twice; else a new one


def check(application: Application, *, to_receive: bool) -> list[RequiredDocument]:
    """Return the published papers that were handed in, in their published order.

    :param to_receive: a dossier may be submitted or kept as a draft with papers missing, but not received
    :raises ValidationError: a dictionary of field → sentences that say how to mend it
    """
    problems: dict[str, list[str]] = {}
    published = [
        paper
        for paper in application.offer.version.documents.all()
        if paper.case_id in (None, application.case.pk if application.case else None)
    ]
    published.sort(key=lambda paper: paper.position)
    _check_person(application.applicant, "applicant", problems)
    if application.submitter:
        _check_person(application.submitter, "submitter", problems)
    for name in ("channel", "result_channel"):
        if getattr(application, name) not in Channel.values:
            problems[name] = [_("Chọn một trong các cách: %(ways)s.") % {"ways": ", ".join(Channel.values)}]
    problems |= {name: [sentence] for name, sentence in _how_it_came(application).items()}
    if said := problems_of_papers(application.documents, published, to_receive=to_receive):
        problems["components"] = said
    if problems:
        raise ValidationError(problems)
    given = {paper.code for paper in application.documents}
    return [paper for paper in published if paper.code in given]


def missing_papers(version: ProcedureVersion, case: ProcedureCase | None, *, handed_in: Iterable[str]) -> list[str]:
    """Return the names of the required papers that were not handed in (1 statement)."""
    given = set(handed_in)
    papers = version.documents.filter(is_required=True).order_by("position")
    fits = (None, case.pk if case else None)
    return [paper.name for paper in papers if paper.case_id in fits and paper.code not in given]


def problems_of_papers(
    given: Sequence[HandedIn], published: Iterable[RequiredDocument], *, to_receive: bool
) -> list[str]:
    """Return a sentence for each paper that is not published, is counted wrongly or, to be received, is missing."""
    names = {paper.code: paper.name for paper in published}
    said: list[str] = []
    for paper in given:
        if paper.code not in names:
            said.append(
                _("Giấy tờ “%(code)s” không có trong danh mục đã công khai của thủ tục này; đừng yêu cầu thêm.")
                % {"code": paper.code}
            )
        elif not (0 <= paper.originals <= 99 and 0 <= paper.copies <= 99) or paper.originals + paper.copies == 0:
            said.append(
                _("Ghi lại số bản của “%(name)s”: từ 1 đến 99 bản, chính hoặc sao.") % {"name": names[paper.code]}
            )
    codes = [paper.code for paper in given]
    if len(codes) != len(set(codes)):
        said.append(_("Có giấy tờ ghi hai lần. Ghi mỗi loại một dòng, kèm số bản."))
    if to_receive:
        missing = [paper.name for paper in published if paper.is_required and paper.code not in codes]
        said += [_("Còn thiếu: %(name)s.") % {"name": name} for name in missing]
    return said


def _how_it_came(application: Application) -> dict[str, str]:
    """Return what is wrong with the power of attorney or the postal item: field → sentence."""
    problems = {}
    if len(application.authority) > 200:
        problems["authority"] = _("Ghi gọn số, ngày giấy ủy quyền, dưới 200 chữ.")
    elif application.authority.strip() and not application.submitter:
        problems["authority"] = _("Có giấy ủy quyền thì ghi cả người nộp thay.")
    if application.consignment.strip() and application.channel != Channel.POST:
        problems["consignment"] = _("Chỉ hồ sơ nộp qua bưu điện mới có mã bưu gửi.")
    elif application.consignment.strip():
        problems["consignment"] = postal.number_problem(postal.number_of(application.consignment))
    return {name: sentence for name, sentence in problems.items() if sentence}


def _check_person(person: Person, who: str, problems: dict[str, list[str]]) -> None:
    for name, sentence in problems_of(person).items():
        problems[f"{who}.{name}"] = [sentence]


def problems_of(person: Person) -> dict[str, str]:
    """Return field → sentence for what was typed wrong about a person, for pages that ask before the whole is there."""
    checks = {
        "name": _name_problem(person.name),
        "kind": "" if person.kind in PersonKind.values else _("Chọn cá nhân, doanh nghiệp hoặc tổ chức."),
        "id_number": _id_problem(person),
        "phone": _phone_problem(person.phone),
        "email": _email_problem(person.email),
    }
    return {name: sentence for name, sentence in checks.items() if sentence}


def _name_problem(name: str) -> str:
    if not name.strip():
        return _("Ghi họ và tên, hoặc tên tổ chức.")
    if len(name) > 200:
        return _("Tên dài quá 200 chữ. Ghi gọn lại.")
    return ""


def _id_problem(person: Person) -> str:
    if not person.id_number:
        return ""
    if person.kind == PersonKind.PERSON:
        return (
            ""
            if re.fullmatch(r"\d{9}|\d{12}", person.id_number)
            else _("Số giấy tờ tùy thân có 9 số (chứng minh nhân dân) hoặc 12 số (căn cước). Xem lại trên thẻ.")
        )
    return (
        ""
        if re.fullmatch(r"\d{10}|\d{13}", person.id_number)
        else _("Mã số thuế có 10 số, chi nhánh có 13 số. Xem lại trên giấy đăng ký.")
    )


def _phone_problem(phone: str) -> str:
    if not phone or re.fullmatch(r"0\d{9,10}", phone):
        return ""
    return _("Số điện thoại bắt đầu bằng 0 và có 10 hoặc 11 số.")


def _email_problem(email: str) -> str:
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        return _("Thư điện tử viết như ten@noigui.vn. Xem lại chỗ @ và dấu chấm.")
    return ""
