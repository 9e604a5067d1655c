"""The words of BPMN 2.0 (ISO/IEC 19510) that processes are written in, and what BPMN has no word for."""

import json
from collections.abc import Sequence

from motcua.catalogue.conditions import Condition

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OURS = "urn:motcua:process:1"  # roles, places, half days, conditions, papers: BPMN leaves them to its extensions
PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "motcua": OURS}

TASKS = ("userTask", "task", "manualTask", "receiveTask", "subProcess", "intermediateCatchEvent")


def tag(name: str, space: str = BPMN) -> str:
    return f"{{{space}}}{name}"


def expression(conditions: Sequence[Condition]) -> str:
    """Write conditions as BPMN engines evaluate them: `channel == "online" and not ("P2" in papers)`."""
    return " and ".join(_one(condition) for condition in conditions)


def _one(condition: Condition) -> str:
    value = json.dumps(condition.value, ensure_ascii=False)
    said = f"{value} in papers" if condition.kind == "paper" else f"{condition.kind} == {value}"
    return f"not ({said})" if condition.negated else said
