"""A process as a file: taken away as YAML or BPMN, and loaded into a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.administration import queries
from motcua.administration.presenters import process as present
from motcua.administration.room import Visit, controlling
from motcua.administration.views.answers import attempt, number_in
from motcua.catalogue import actions
from motcua.catalogue.bpmn_reading import read_bpmn
from motcua.catalogue.bpmn_writing import write_bpmn
from motcua.catalogue.models import ProcessVersion
from motcua.catalogue.process_reading import plan_of
from motcua.catalogue.process_text import LARGEST_FILE, ProcessText, UnreadableProcess, read, write


@require_GET
@controlling
def as_yaml(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Hand out the process as text to be read and compared."""
    process = queries.process_or_404(pk)
    return _download(write(_text(process)).encode(), "application/yaml", f"{_stem(process)}.yaml")


@require_GET
@controlling
def as_bpmn(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Hand out the process for any tool that reads BPMN 2.0."""
    process = queries.process_or_404(pk)
    body = write_bpmn(_text(process), name=process.version.procedure.everyday_name or process.version.name)
    return _download(body, "application/xml", f"{_stem(process)}.bpmn")


@require_POST
@controlling
def load(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Put the steps of a file into a draft, in place of what it had."""
    process = queries.process_or_404(pk)
    file = request.FILES.get("file")

    def put() -> None:
        try:
            found = _read(file.read(LARGEST_FILE * 5 + 1) if file else b"")
        except UnreadableProcess as trouble:
            raise ValidationError({"file": [str(trouble)]}) from trouble
        if found.procedure and found.procedure != process.version.procedure.code:
            raise ValidationError(
                {
                    "file": [
                        _("Tệp của thủ tục %(code)s. Chọn tệp của đúng thủ tục này.") % {"code": found.procedure[:40]}
                    ]
                }
            )
        actions.save_process(
            process=process,
            steps=found.steps,
            by=visit.standing,
            at=visit.at,
            note=found.note or None,
            expected_revision=number_in(request.POST.get("revision", "")),
        )

    def again(trouble: dict[str, list[str]], status: int) -> HttpResponse:
        page = present.page(visit, queries.process_or_404(pk), trouble=trouble)
        return render(request, "administration/process.html", page, status=status)

    refused = attempt(put, again=again)
    if refused is None:
        messages.success(request, _("Đã nạp tệp vào bản nháp. Xem lại các bước trước khi trình."))
    return refused or redirect("administration:process", pk)


def _read(data: bytes) -> ProcessText:
    if not data.strip():
        raise UnreadableProcess(_("Chọn tệp .yaml hoặc .bpmn đã lưu trên máy."))
    return read_bpmn(data) if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else read(data)


def _text(process: ProcessVersion) -> ProcessText:
    return ProcessText(
        procedure=process.version.procedure.code,
        case=process.case.key if process.case else "",
        note=process.note,
        steps=tuple(plan_of(process)),
    )


def _stem(process: ProcessVersion) -> str:
    return f"quy-trinh-{process.version.procedure.code}-{process.number}"


def _download(body: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
