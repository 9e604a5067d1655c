"""A process read from BPMN 2.0: ours comes back as it was, another tool's as far as it is clear.

The order of the steps is the order of the arrows. A task that another tool drew becomes a handling step without time,
which the check before publication asks about. What would be lost is refused: loops, other gateways and events, and
conditions on arrows that are not the step's own.
"""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from motcua.catalogue.bpmn import BPMN, OURS, TASKS, expression, tag
from motcua.catalogue.conditions import Condition, UnknownCondition
from motcua.catalogue.process_text import LARGEST_FILE, ProcessText, UnreadableProcess
from motcua.catalogue.processes import StepPlan, TaskPlan

_ENDS = ("startEvent", "endEvent", "exclusiveGateway")
_BESIDE = ("extensionElements", "documentation", "sequenceFlow", "laneSet", "textAnnotation", "association")


def read_bpmn(data: bytes) -> ProcessText:
    """Read a BPMN file. :raises UnreadableProcess: it cannot be read without losing something"""
    process = _process(data)
    flows = [flow for flow in process if flow.tag == tag("sequenceFlow")]
    nodes = {node.get("id", ""): node for node in process if _kind(node) in (*TASKS, *_ENDS)}
    for node in process:
        if _kind(node) not in (*TASKS, *_ENDS, *_BESIDE):
            raise UnreadableProcess(
                _("Chưa đọc được hình “%(kind)s” của BPMN. Chỉ dùng việc, chờ tin, cổng loại trừ và mũi tên.")
                % {"kind": _kind(node)}
            )
    ordered = [node for node in _in_order(nodes, flows) if _kind(node) in TASKS]
    steps = [_step(node, number) for number, node in enumerate(ordered, 1)]
    _same_conditions(ordered, steps, flows, nodes)
    header = process.find(f"{tag('extensionElements')}/{tag('process', OURS)}")
    said = header.attrib if header is not None else {}
    return ProcessText(
        procedure=said.get("procedure", ""), case=said.get("case", ""), note=said.get("note", ""), steps=tuple(steps)
    )


def _process(data: bytes) -> Element:
    """Return the one process of the file. Types and entities of one's own are refused unread."""
    if len(data) > LARGEST_FILE * 5:
        raise UnreadableProcess(_("Tệp lớn quá. Xem lại có chọn nhầm tệp không."))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data:
        raise UnreadableProcess(_("Tệp có phần khai báo lạ. Xuất lại tệp BPMN ở dạng XML thường, mã UTF-8."))
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  # no entities: refused above
    except (ElementTree.ParseError, ValueError, LookupError) as trouble:
        raise UnreadableProcess(_("Tệp không phải BPMN. Chọn tệp .bpmn xuất từ phần mềm vẽ quy trình.")) from trouble
    found = root.findall(tag("process")) if root.tag == tag("definitions") else []
    if len(found) != 1:
        raise UnreadableProcess(_("Tệp cần đúng một quy trình BPMN 2.0. Xuất lại từng quy trình một."))
    return found[0]


def _kind(node: Element) -> str:
    return node.tag.removeprefix(f"{{{BPMN}}}")


def _in_order(nodes: Mapping[str, Element], flows: Sequence[Element]) -> list[Element]:
    """Return the nodes as the arrows lead, from the start on. :raises UnreadableProcess: in circles, or not joined"""
    arrows = [(flow.get("sourceRef", ""), flow.get("targetRef", "")) for flow in flows]
    if any(end not in nodes for arrow in arrows for end in arrow):
        raise UnreadableProcess(_("Có mũi tên không dẫn tới đâu. Nối lại hai đầu mũi tên."))
    waiting = {node_id: sum(target == node_id for _source, target in arrows) for node_id in nodes}
    ready = [node_id for node_id in nodes if waiting[node_id] == 0]
    if [_kind(nodes[node_id]) for node_id in ready] != ["startEvent"]:
        raise UnreadableProcess(_("Cần đúng một điểm bắt đầu, và mọi bước phải nối từ đó. Nối lại các mũi tên."))
    order: list[Element] = []
    while ready:
        node_id = ready.pop(0)
        order.append(nodes[node_id])
        for source, target in arrows:
            if source == node_id:
                waiting[target] -= 1
                if waiting[target] == 0:
                    ready.append(target)
    if len(order) < len(nodes):
        raise UnreadableProcess(
            _("Quy trình chạy vòng. Bỏ mũi tên quay lui: trả lại hồ sơ là việc sẵn có của phần mềm.")
        )
    return order


def _step(node: Element, number: int) -> StepPlan:
    name = " ".join(node.get("name", "").split())
    ours = node.find(f"{tag('extensionElements')}/{tag('step', OURS)}")
    if ours is None:
        return _foreign(node, name, number)
    said = ours.attrib
    return StepPlan(
        name=name,
        kind=said.get("kind", ""),
        role=said.get("role", ""),
        place=said.get("place", ""),
        half_days=_half_days(said, name),
        agency_key=said.get("agency", ""),
        position=number,
        waits_for=said.get("waitsFor", ""),
        papers=tuple(said.get("papers", "").split()),
        conditions=tuple(_condition(row, name) for row in ours.findall(tag("condition", OURS))),
        tasks=tuple(_task(row, name) for row in ours.findall(tag("agencyTask", OURS))),
    )


def _foreign(node: Element, name: str, number: int) -> StepPlan:
    """Take over what another tool drew; what it cannot say is left for people to fill in."""
    if _kind(node) == "subProcess":
        raise UnreadableProcess(
            _("Bước “%(name)s” là quy trình con vẽ ở nơi khác. Tách ra thành từng bước.") % {"name": name}
        )
    kind = "waiting" if _kind(node) in ("intermediateCatchEvent", "receiveTask") else "handling"
    return StepPlan(name, kind, "specialist", "competent", 0, position=number)


def _task(row: Element, name: str) -> TaskPlan:
    said = row.attrib
    order, lead = said.get("order", "1"), said.get("lead", "false")
    if not order.isdecimal() or len(order) > 3 or lead not in ("true", "false"):
        raise UnreadableProcess(_("Bước “%(name)s”: một việc có số thứ tự lạ. Sửa lại trong tệp.") % {"name": name})
    return TaskPlan(
        name=said.get("name", ""),
        half_days=_half_days(said, name),
        agency_key=said.get("agency", ""),
        place=said.get("place", "named"),
        order=int(order),
        is_lead=lead == "true",
        results_to=tuple(said.get("resultsTo", "").split()),
    )


def _half_days(said: Mapping[str, str], name: str) -> int:
    value = said.get("halfDays", "0")
    if not value.isdecimal() or len(value) > 4:
        raise UnreadableProcess(
            _("Bước “%(name)s”: số nửa ngày phải là số nguyên. Sửa lại trong tệp.") % {"name": name}
        )
    return int(value)


def _condition(row: Element, name: str) -> Condition:
    try:
        negated = {"true": True, "false": False}[row.get("negated", "false")]
        return Condition(row.get("kind", ""), row.get("value", ""), negated)
    except (UnknownCondition, KeyError) as unknown:
        raise UnreadableProcess(
            _("Bước “%(name)s” có điều kiện lạ. Chọn lại điều kiện ở trang sửa quy trình.") % {"name": name}
        ) from unknown


def _same_conditions(
    ordered: Sequence[Element], steps: Sequence[StepPlan], flows: Sequence[Element], nodes: Mapping[str, Element]
) -> None:
    """Make sure that the arrows say what the steps say: a condition that only an arrow has would be lost silently."""
    plans = {node.get("id", ""): plan for node, plan in zip(ordered, steps, strict=True)}
    wanted = {node_id: expression(plan.conditions) for node_id, plan in plans.items()}
    said = dict.fromkeys(plans, "")
    for flow in flows:
        found = flow.find(tag("conditionExpression"))
        if found is None:
            continue
        target = flow.get("targetRef", "")
        if target not in plans or _kind(nodes[flow.get("sourceRef", "")]) != "exclusiveGateway":
            raise UnreadableProcess(_("Có điều kiện ở mũi tên không dẫn tới bước nào. Đặt điều kiện ở bước."))
        said[target] = " ".join((found.text or "").split())
    for node_id, plan in plans.items():
        if said[node_id] != " ".join(wanted[node_id].split()):
            raise UnreadableProcess(
                _("Bước “%(name)s”: điều kiện ở mũi tên khác điều kiện của bước. Sửa điều kiện ở trang quy trình.")
                % {"name": plan.name}
            )
