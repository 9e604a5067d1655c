"""Processes as files: what was written is what is read, in YAML and in BPMN; what is unclear is refused in words."""

import re
import warnings
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from motcua.catalogue.bpmn_reading import read_bpmn
from motcua.catalogue.bpmn_writing import write_bpmn
from motcua.catalogue.conditions import KINDS, Condition, Facts
from motcua.catalogue.models import ResultTo, StepKind, StepPaper, StepPlace, TaskPlace, WaitsFor
from motcua.catalogue.path_check import applying
from motcua.catalogue.process_text import ProcessText, UnreadableProcess, read, write
from motcua.catalogue.processes import StepPlan, TaskPlan
from tests.catalogue.broken_processes import GOOD, HANDLING, LEAD, ONLINE, OPINION, RETURN, SHARED, WAIT, on

RICH = ProcessText(
    procedure="1.000656",
    case="moi",
    note="Bớt nửa ngày: theo Quyết định số 12.",
    steps=(
        GOOD[0],
        on(replace(HANDLING, name='Thẩm định "lần 1" & đối chiếu', half_days=3), ONLINE, ("paper", "P2", True)),
        replace(SHARED, position=3, name="Lấy ý kiến", tasks=(LEAD, OPINION, replace(
            OPINION, order=2, place="commune", agency_key="", name="Xác nhận nơi ở", results_to=("lead", "desk")))),
        replace(WAIT, position=4),
        on(replace(WAIT, position=5, waits_for="applicant", papers=("supplement",)), ("applicant_kind", "business")),
        replace(GOOD[2], position=6),
        replace(RETURN, position=7),
    ),
)  # fmt: skip

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs", "Co", "Cn"], exclude_characters="\ufffe\uffff"),
    max_size=20,
).map(lambda text: text.strip()) | st.sampled_from(
    ["no", "1.000656", "~", "null", "- x", "a: b", "Ấp Đất Mũi", "'", '"', "#"]
)
KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
CONDITIONS = st.one_of(
    *(st.builds(Condition, st.just(kind), st.sampled_from(values) if values else KEYS, st.booleans())
      for kind, values in KINDS.items())
)  # fmt: skip
TASKS = st.builds(
    TaskPlan, name=WORDS, half_days=st.integers(0, 200), agency_key=KEYS | st.just(""),
    place=st.sampled_from(TaskPlace.values), order=st.integers(1, 9), is_lead=st.booleans(),
    results_to=st.lists(st.sampled_from(ResultTo.values), unique=True, max_size=3).map(tuple),
)  # fmt: skip
STEPS = st.builds(
    StepPlan, name=WORDS, kind=st.sampled_from(StepKind.values),
    role=st.sampled_from(["counter", "specialist", "leader"]), place=st.sampled_from(StepPlace.values),
    half_days=st.integers(0, 200), agency_key=KEYS | st.just(""), waits_for=st.sampled_from(["", *WaitsFor.values]),
    conditions=st.lists(CONDITIONS, max_size=3).map(tuple),
    papers=st.lists(st.sampled_from(StepPaper.values), unique=True, max_size=3).map(tuple),
    tasks=st.lists(TASKS, max_size=3).map(tuple),
)  # fmt: skip
PROCESSES = st.builds(
    ProcessText, procedure=KEYS, case=KEYS | st.just(""), note=WORDS,
    steps=st.lists(STEPS, max_size=5).map(
        lambda steps: tuple(replace(step, position=n) for n, step in enumerate(steps, 1))
    ),
)  # fmt: skip


@given(PROCESSES)
@settings(max_examples=150, deadline=None)
def test_what_is_written_as_text_is_what_is_read(process: ProcessText):
    assert read(write(process)) == process
    assert write(read(write(process))) == write(process)


@given(PROCESSES)
@settings(max_examples=100, deadline=None)
def test_what_is_written_as_bpmn_is_what_is_read(process: ProcessText):
    once = write_bpmn(process, name="Thủ tục")

    assert read_bpmn(once) == process
    assert write_bpmn(read_bpmn(once), name="Thủ tục") == once


def test_the_text_is_fit_to_be_reviewed():
    text = write(RICH)

    assert "- name: Tiếp nhận\n  kind: reception\n  role: counter\n  place: desk\n  days: 0.5\n" in text
    assert "  - kind: paper\n    is_not: P2\n" in text
    assert "\\u" not in text and "!!" not in text


SMALL = write(ProcessText(procedure="1.000656", steps=GOOD))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("days: 2", "days: 2.3", "Bước 2: “days” ghi số ngày"),
        ("days: 2", "days: -1", "Bước 2: “days” ghi số ngày"),
        ("days: 2", "days: NaN", "“days” ghi số ngày"),
        ("role: specialist", "rol: specialist", "Bước 2: không có mục “rol”"),
        ("role: specialist\n", "", None),
        ("  role: specialist\n", "", "Bước 2: thiếu mục “role”"),
        ("  days: 2", "  days: 2\n  conditions: [{kind: chanel, is: online}]", "không có điều kiện “chanel:online”"),
        ("  days: 2", "  days: 2\n  conditions: [{kind: channel, is: on-line}]", "điều kiện “channel:on-line”"),
        ("  days: 2", "  days: 2\n  conditions: [{kind: channel, is: online, is_not: post}]", "một trong hai"),
        ("  days: 2", "  days: 2\n  conditions: channel", "cần một danh sách"),
        ("  days: 2", "  days: 2\n  days: 3", "dòng"),
        ("  days: 2", "  days: 2\n  papers: &a [receipt]\n  tasks: *a", "dòng"),
        ("procedure: ", "prozedur: ", "không có mục “prozedur”"),
        ("steps:", "steps: 3\nx:", None),
        ("- name: Thẩm định", "- name: [Thẩm định]", "cần chữ"),
        ("  days: 2", "  days: 2\n  tasks: [{name: x, days: 1, results_to: [lead], order: một}]", "“order”"),
        ("  days: 2", "  days: 2\n  tasks: [{name: x, days: 1, results_to: [lead], lead: yes}]", "true hoặc false"),
    ],
)
def test_what_is_unclear_in_a_text_is_refused_with_its_place(old: str, new: str, said: str | None):
    assert old in SMALL

    with pytest.raises(UnreadableProcess, match=re.escape(said) if said else "."):
        read(SMALL.replace(old, new, 1))


@pytest.mark.parametrize(
    "junk", ["", "[]", "a", "\x00", "{" * 5000, "- " * 3000, "!!python/object:os.system {}", "x" * 300_000]
)
def test_junk_is_no_process(junk: str):
    for reader, given_ in ((read, junk), (read_bpmn, junk.encode())):
        with pytest.raises(UnreadableProcess):
            reader(given_)  # type: ignore[arg-type,operator]


BPMN = write_bpmn(RICH, name="Cấp phiếu lý lịch tư pháp").decode()


def engine() -> BpmnParser:
    return BpmnParser(validator=BpmnValidator())


def loaded(process: ProcessText) -> Any:
    """Read the file with SpiffWorkflow, which also holds it against the standard's own schema."""
    parser = engine()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the engine's own
        parser.add_bpmn_io(BytesIO(write_bpmn(process, name="Thủ tục")), "process.bpmn")
        return parser.get_spec("quy_trinh")


def test_an_independent_engine_reads_the_file_and_finds_every_step():
    spec = loaded(RICH)

    names = {task.bpmn_name for task in spec.task_specs.values() if task.bpmn_name}
    assert {step.name for step in RICH.steps if not step.tasks} <= names
    assert spec.description == "Thủ tục"


@pytest.mark.parametrize(
    "facts", [Facts(), Facts(channel="online"), Facts(channel="online", papers=frozenset({"P2"}))], ids=str
)
def test_an_independent_engine_walks_the_way_that_our_conditions_say(facts: Facts):
    process = replace(RICH, steps=tuple(step for step in RICH.steps if not step.tasks and not step.waits_for))
    workflow = BpmnWorkflow(loaded(process))
    workflow.task_tree.data |= {"channel": facts.channel, "papers": list(facts.papers)}
    walked = []
    workflow.do_engine_steps()
    while not workflow.is_completed():
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        assert task is not None, f"stuck after {walked}"
        walked.append(task.task_spec.bpmn_name)
        task.run()
        workflow.do_engine_steps()

    assert walked == [step.name for step in applying(process.steps, facts)]


def test_the_drawing_shows_every_node_and_arrow_that_is_not_folded_away():
    root = etree.fromstring(BPMN.encode())
    ids = {node.get("bpmnElement") for node in root.iter() if node.get("bpmnElement")}
    process = root.find("{*}process")
    assert process is not None

    assert {node.get("id") for node in process if node.get("id")} <= ids


def test_a_task_drawn_in_another_tool_becomes_a_step_to_be_filled_in():
    drawn = BPMN.replace(
        '<bpmn:endEvent id="end"',
        '<bpmn:userTask id="new" name="Bàn giao"/><bpmn:sequenceFlow id="f9" sourceRef="new" targetRef="end"/>'
        '<bpmn:endEvent id="end"',
    ).replace('sourceRef="step_7" targetRef="end"', 'sourceRef="step_7" targetRef="new"')

    steps = read_bpmn(drawn.encode()).steps

    assert steps[-1] == StepPlan("Bàn giao", "handling", "specialist", "competent", 0, position=8)
    assert steps[:-1] == RICH.steps


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('channel == "online"', 'channel == "post"', "điều kiện ở mũi tên khác"),
        ('<motcua:condition kind="channel"', '<motcua:condition kind="chanel"', "điều kiện lạ"),
        ('halfDays="3"', 'halfDays="3.5"', "số nguyên"),
        ('<bpmn:endEvent id="end"', '<bpmn:sequenceFlow id="back" sourceRef="step_7" targetRef="step_6"/>'
         '<bpmn:endEvent id="end"', "chạy vòng"),
        ('sourceRef="start" targetRef="step_1"', 'sourceRef="start" targetRef="nowhere"', "không dẫn tới đâu"),
        ('sourceRef="start" targetRef="step_1"', 'sourceRef="start" targetRef="end"', "điểm bắt đầu"),
        ('<bpmn:endEvent id="end"', '<bpmn:scriptTask id="s"/><bpmn:endEvent id="end"', "“scriptTask”"),
        ("<bpmn:definitions", "<!DOCTYPE x [<!ENTITY a 'b'>]><bpmn:definitions", "khai báo lạ"),
        ("<bpmn:process ", "<bpmn:prozess ", "không phải BPMN"),
        ('<motcua:step kind="handling" role="specialist" place="competent" halfDays="4" papers="consultation">',
         '<motcua:stop>', "không phải BPMN"),
    ],
)  # fmt: skip
def test_what_would_be_lost_in_a_drawing_is_refused(old: str, new: str, said: str):
    assert old in BPMN

    with pytest.raises(UnreadableProcess, match=said):
        read_bpmn(BPMN.replace(old, new).encode())
