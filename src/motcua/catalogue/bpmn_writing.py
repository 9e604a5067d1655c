"""A process as BPMN 2.0 XML, with its drawing: any BPMN tool opens it, and bpmn_reading reads it back."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from motcua.catalogue.bpmn import BPMN, BPMNDI, DC, DI, OURS, PREFIXES, XSI, expression, tag
from motcua.catalogue.models import StepPlace, WaitsFor
from motcua.catalogue.process_text import ProcessText
from motcua.catalogue.process_words import half_days_in_words, word
from motcua.catalogue.processes import StepPlan, TaskPlan
from motcua.organisations.models import Role

WIDTH, HEIGHT, GAP = 150, 80, 60
LINE = 160  # the y in whose middle everything stands


def write_bpmn(process: ProcessText, *, name: str) -> bytes:
    """Return the process as a BPMN 2.0 file, UTF-8. `name` is what people call the procedure."""
    return _Writer(process, name).document()


class _Writer:
    """Builds the document from left to right: nodes, arrows between them, and where each of them stands."""

    def __init__(self, process: ProcessText, name: str) -> None:
        for prefix, space in PREFIXES.items():
            register_namespace(prefix, space)
        self.root = Element(tag("definitions"), {"id": "definitions", "targetNamespace": OURS, "exporter": "Motcua"})
        for waits_for in dict.fromkeys(step.waits_for for step in process.steps if step.waits_for):
            values = {"id": f"message_{waits_for}", "name": word(WaitsFor, waits_for)}
            SubElement(self.root, tag("message"), values)
        self.process = SubElement(self.root, tag("process"), {"id": "quy_trinh", "name": name, "isExecutable": "true"})
        header = SubElement(SubElement(self.process, tag("extensionElements")), tag("process", OURS))
        header.attrib.update({"procedure": process.procedure, "case": process.case, "note": process.note})
        diagram = SubElement(self.root, tag("BPMNDiagram", BPMNDI), {"id": "diagram"})
        self.plane = SubElement(diagram, tag("BPMNPlane", BPMNDI), {"id": "plane", "bpmnElement": "quy_trinh"})
        self.flows: list[Element] = []
        self.incoming: dict[str, list[str]] = {}
        self.outgoing: dict[str, list[str]] = {}
        self.x = 100
        self.bounds: dict[str, tuple[int, int, int, int]] = {}
        self._all(process.steps)

    def document(self) -> bytes:
        for scope in (self.process, *self.process.findall(tag("subProcess"))):
            self._link(scope)
        indent(self.root, space=" ")
        return tostring(self.root, encoding="utf-8", xml_declaration=True)

    def _all(self, steps: Sequence[StepPlan]) -> None:
        last = self._node(self.process, "startEvent", "start", "", size=(36, 36))
        for number, step in enumerate(steps, 1):
            last = self._step(step, f"step_{number}", after=last)
        self._flow(self.process, last, self._node(self.process, "endEvent", "end", "", size=(36, 36)))
        for flow in self.flows:
            self._edge(flow)

    def _step(self, step: StepPlan, node_id: str, *, after: str) -> str:
        """Add a step; one with conditions between two gateways, of which the first may lead past it."""
        if not step.conditions:
            self._task(step, node_id)
            self._flow(self.process, after, node_id)
            return node_id
        split = self._node(self.process, "exclusiveGateway", f"{node_id}_if", "", size=(50, 50))
        self._task(step, node_id)
        join = self._node(self.process, "exclusiveGateway", f"{node_id}_join", "", size=(50, 50))
        self._flow(self.process, after, split)
        taken = self._flow(self.process, split, node_id)
        condition = SubElement(taken, tag("conditionExpression"), {tag("type", XSI): "bpmn:tFormalExpression"})
        condition.text = expression(step.conditions)
        past = self._flow(self.process, split, join)
        self._find(split).set("default", past.attrib["id"])
        self._flow(self.process, node_id, join)
        return join

    def _task(self, step: StepPlan, node_id: str) -> None:
        kind = "intermediateCatchEvent" if step.waits_for else "subProcess" if step.tasks else "userTask"
        size = (36, 36) if step.waits_for else (WIDTH, HEIGHT)
        self._node(self.process, kind, node_id, step.name, size=size)
        node = self._find(node_id)
        said = [word(Role, step.role), word(StepPlace, step.place), half_days_in_words(step.half_days)]
        SubElement(node, tag("documentation")).text = ", ".join(said)
        node.append(_extension(step))
        if step.waits_for:
            values = {"id": f"{node_id}_message", "messageRef": f"message_{step.waits_for}"}
            SubElement(node, tag("messageEventDefinition"), values)
        elif step.tasks:
            self._inside(node, node_id, step.tasks)

    def _inside(self, scope: Element, node_id: str, tasks: Sequence[TaskPlan]) -> None:
        """Add the tasks of several agencies: side by side where they have one order, else one after the other."""
        last = self._hidden(scope, "startEvent", f"{node_id}_start")
        in_order = sorted(enumerate(tasks, 1), key=lambda pair: pair[1].order)
        for order, group in groupby(in_order, key=lambda pair: pair[1].order):
            rows = list(group)
            fork = self._hidden(scope, "parallelGateway", f"{node_id}_fork_{order}") if len(rows) > 1 else last
            if fork != last:
                self._flow(scope, last, fork)
            ends = []
            for number, task in rows:
                ends.append(self._hidden(scope, "userTask", f"{node_id}_task_{number}", task.name))
                self._flow(scope, fork, ends[-1])
            last = ends[0]
            if len(rows) > 1:
                last = self._hidden(scope, "parallelGateway", f"{node_id}_meet_{order}")
                for end in ends:
                    self._flow(scope, end, last)
        self._flow(scope, last, self._hidden(scope, "endEvent", f"{node_id}_end"))

    def _hidden(self, scope: Element, kind: str, node_id: str, name: str = "") -> str:
        """Add a node that the drawing keeps folded inside its step."""
        SubElement(scope, tag(kind), {"id": node_id} | ({"name": name} if name else {}))
        return node_id

    def _node(self, scope: Element, kind: str, node_id: str, name: str, *, size: tuple[int, int]) -> str:
        SubElement(scope, tag(kind), {"id": node_id} | ({"name": name} if name else {}))
        width, height = size
        self.bounds[node_id] = (self.x, LINE - height // 2, width, height)
        values = {"id": f"{node_id}_shape", "bpmnElement": node_id}
        if kind == "subProcess":
            values["isExpanded"] = "false"
        shape = SubElement(self.plane, tag("BPMNShape", BPMNDI), values)
        names = ("x", "y", "width", "height")
        found = {key: str(value) for key, value in zip(names, self.bounds[node_id], strict=True)}
        SubElement(shape, tag("Bounds", DC), found)
        self.x += width + GAP
        return node_id

    def _flow(self, scope: Element, source: str, target: str) -> Element:
        flow_id = f"flow_{source}_{target}"
        flow = SubElement(scope, tag("sequenceFlow"), {"id": flow_id, "sourceRef": source, "targetRef": target})
        self.outgoing.setdefault(source, []).append(flow_id)
        self.incoming.setdefault(target, []).append(flow_id)
        self.flows.append(flow)
        return flow

    def _edge(self, flow: Element) -> None:
        source, target = flow.attrib["sourceRef"], flow.attrib["targetRef"]
        if source not in self.bounds or target not in self.bounds:
            return  # folded away
        edge = SubElement(
            self.plane, tag("BPMNEdge", BPMNDI), {"id": f"{flow.attrib['id']}_edge", "bpmnElement": flow.attrib["id"]}
        )
        x, _y, width, _height = self.bounds[source]
        points = [(x + width, LINE), (self.bounds[target][0], LINE)]
        if source.endswith("_if") and target.endswith("_join"):  # past the step, above it
            above = LINE - HEIGHT
            middle, end = x + width // 2, self.bounds[target][0] + self.bounds[target][2] // 2
            points = [(middle, LINE - 25), (middle, above), (end, above), (end, LINE - 25)]
        for point_x, point_y in points:
            SubElement(edge, tag("waypoint", DI), {"x": str(point_x), "y": str(point_y)})

    def _find(self, node_id: str) -> Element:
        return next(node for node in self.process.iter() if node.get("id") == node_id)

    def _link(self, scope: Element) -> None:
        """Name each node's arrows inside it, where the schema wants them: after the extensions, before the rest."""
        for node in scope:
            place = sum(child.tag in (tag("documentation"), tag("extensionElements")) for child in node)
            ends = [("incoming", self.incoming), ("outgoing", self.outgoing)]
            for name, known in reversed(ends):
                for flow_id in reversed(known.get(node.get("id", ""), [])):
                    child = Element(tag(name))
                    child.text = flow_id
                    node.insert(place, child)


def _extension(step: StepPlan) -> Element:
    """Return what BPMN has no word for."""
    extension = Element(tag("extensionElements"))
    ours = SubElement(extension, tag("step", OURS))
    values = {
        "kind": step.kind, "role": step.role, "place": step.place, "agency": step.agency_key,
        "halfDays": str(step.half_days), "waitsFor": step.waits_for, "papers": " ".join(step.papers),
    }  # fmt: skip
    ours.attrib.update({key: value for key, value in values.items() if value})
    for condition in step.conditions:
        values = {"kind": condition.kind, "value": condition.value, "negated": str(condition.negated).lower()}
        SubElement(ours, tag("condition", OURS), values)
    for task in step.tasks:
        values = {
            "name": task.name, "place": task.place, "agency": task.agency_key, "halfDays": str(task.half_days),
            "order": str(task.order), "lead": str(task.is_lead).lower(), "resultsTo": " ".join(task.results_to),
        }  # fmt: skip
        SubElement(ours, tag("agencyTask", OURS), {key: value for key, value in values.items() if value})
    return extension


__all__ = ["BPMN", "write_bpmn"]
