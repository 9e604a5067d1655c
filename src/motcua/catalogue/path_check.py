"""The ways that dossiers take through a process: each must begin, be decided, end, and fit into its limit. Pure.

Conditions are out of a closed set, so all that can matter is tried: every kind of applicant, channel, tier and case,
with and without each paper that a condition speaks of.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from django.utils.translation import gettext as _

from motcua.catalogue.conditions import KINDS, Facts, all_hold
from motcua.catalogue.process_setting import Finding, Setting, at_step
from motcua.catalogue.process_words import CHANNELS, half_days_in_words, named_step, way_in_words
from motcua.catalogue.processes import StepPlan

MOST_PAPERS = 6  # 2^6 ways for each kind of applicant, channel, tier and case


def all_facts(steps: Sequence[StepPlan], setting: Setting) -> Iterator[Facts]:
    """Yield every dossier that could make a difference to these steps."""
    spoken_of = {condition.kind for step in steps for condition in step.conditions}
    papers = sorted({c.value for step in steps for c in step.conditions if c.kind == "paper"})[:MOST_PAPERS]
    subsets = chain.from_iterable(combinations(papers, size) for size in range(len(papers) + 1))
    kinds = KINDS["applicant_kind"] if "applicant_kind" in spoken_of else ("person",)
    levels = [*setting.levels] or ["province"] if "level" in spoken_of else ["province"]
    cases = [*setting.cases] or [""]
    for kind, channel, level, case, given in product(kinds or (), CHANNELS, levels, cases, list(subsets)):
        yield Facts(applicant_kind=kind, channel=channel, level=level, case=case, papers=frozenset(given))


def applying(steps: Sequence[StepPlan], facts: Facts) -> list[StepPlan]:
    """Return the steps that a dossier with these facts takes."""
    return [step for step in steps if all_hold(step.conditions, facts)]


def check_paths(steps: Sequence[StepPlan], setting: Setting) -> Iterator[Finding]:
    """Walk every way. A thing wrong on all ways is said once, one that is wrong on some with the first of them."""
    ways = [(facts, applying(steps, facts)) for facts in all_facts(steps, setting)]
    taken: set[int] = set()
    found: dict[tuple[str, int | None], tuple[Finding, list[Facts]]] = {}
    for facts, way in ways:
        taken.update(step.position for step in way[: _length(way)])
        for finding in chain(_shape(way), _sum(way, facts, setting)):
            found.setdefault((finding.code, finding.position), (finding, []))[1].append(facts)
    for finding, where in found.values():
        if len(where) < len(ways) and finding.code != "too_long":
            said = _("%(sentence)s Chỉ xảy ra khi %(way)s.") % {
                "sentence": finding.sentence,
                "way": way_in_words(where[0], setting.cases, setting.papers),
            }
            finding = Finding(finding.code, said, finding.position)
        yield finding
    for step in steps:
        if step.position not in taken:
            yield _never(step, ways)


def _length(way: Sequence[StepPlan]) -> int:
    """Return how many steps of a way are walked: a decision goes straight to the return, which is the end."""
    for number, step in enumerate(way, 1):
        if step.kind == "return":
            return number
    return len(way)


def _never(step: StepPlan, ways: Sequence[tuple[Facts, list[StepPlan]]]) -> Finding:
    if any(step in way for _facts, way in ways):
        return at_step(
            "unreachable",
            step,
            _("%(step)s đứng sau bước trả kết quả nên không bao giờ tới. Chuyển lên trước, hoặc bỏ đi.")
            % {"step": named_step(step)},
        )
    return at_step(
        "condition_never_holds",
        step,
        _("%(step)s có điều kiện không bao giờ đúng. Bỏ bớt một điều kiện, hoặc bỏ bước.") % {"step": named_step(step)},
    )


def _shape(way: Sequence[StepPlan]) -> Iterator[Finding]:
    kinds = [step.kind for step in way]
    if not kinds:
        yield Finding("no_path", _("Không có bước nào cho hồ sơ. Bỏ bớt điều kiện của các bước."))
        return
    if kinds[0] != "reception":
        yield Finding("no_reception_first", _("Quy trình chưa mở đầu bằng bước tiếp nhận. Đặt bước tiếp nhận lên đầu."))
    for number, step in enumerate(way):
        if step.kind == "reception" and number and "reception" in kinds[:number]:
            yield at_step(
                "two_receptions",
                step,
                _("%(step)s tiếp nhận lần nữa. Hồ sơ chỉ tiếp nhận một lần: đổi loại bước, hoặc bỏ.")
                % {"step": named_step(step)},
            )
    yield from _ending(way, kinds)
    yield from _decision(way, kinds)


def _ending(way: Sequence[StepPlan], kinds: Sequence[str]) -> Iterator[Finding]:
    if "return" not in kinds:
        yield at_step(
            "dead_end",
            way[-1],
            _("%(step)s là bước cuối mà không trả kết quả, hồ sơ sẽ kẹt ở đó. Thêm bước trả kết quả ở cuối.")
            % {"step": named_step(way[-1])},
        )


def _decision(way: Sequence[StepPlan], kinds: Sequence[str]) -> Iterator[Finding]:
    if "approval" not in kinds:
        yield Finding("no_approval", _("Quy trình chưa có bước phê duyệt. Thêm bước lãnh đạo ký trước khi trả."))
        return
    approval = kinds.index("approval")
    if "handling" not in kinds[:approval]:
        yield at_step(
            "approval_before_handling",
            way[approval],
            _("%(step)s đứng trước khi có ai giải quyết. Đặt ít nhất một bước giải quyết lên trước.")
            % {"step": named_step(way[approval])},
        )
    yield from _waits_in_place(way, approval)
    for step in way[approval + 1 :]:
        if step.kind != "return":
            yield at_step(
                "after_the_decision",
                step,
                _("%(step)s đứng sau phê duyệt, mà ký xong là trả kết quả ngay. Chuyển lên trước phê duyệt.")
                % {"step": named_step(step)},
            )


def _waits_in_place(way: Sequence[StepPlan], approval: int) -> Iterator[Finding]:
    """A reception hands over to the first handling step, and only handling puts anything before the leader."""
    first = next((number for number, step in enumerate(way) if step.kind == "handling"), approval)
    for number, step in enumerate(way[:approval]):
        if step.kind == "waiting" and number < first:
            yield at_step(
                "wait_before_handling",
                step,
                _("%(step)s đứng trước mọi bước giải quyết nên bị bỏ qua. Chuyển xuống sau bước giải quyết đầu tiên.")
                % {"step": named_step(step)},
            )
        elif step.kind == "waiting" and number == approval - 1:
            yield at_step(
                "wait_before_approval",
                step,
                _("%(step)s đứng ngay trước phê duyệt, chờ xong chưa ai trình ký. Thêm một bước giải quyết ở giữa.")
                % {"step": named_step(step)},
            )


def _sum(way: Sequence[StepPlan], facts: Facts, setting: Setting) -> Iterator[Finding]:
    limit = setting.limits.get((facts.case, facts.channel))
    if limit is None:
        yield Finding("no_limit", _("Thủ tục chưa có thời hạn giải quyết. Ghi thời hạn ở thủ tục trước."))
        return
    total = total_of(way)
    if total > limit:
        yield Finding(
            "too_long",
            _("Các bước cộng lại %(total)s, quá thời hạn %(limit)s khi %(way)s. Bớt thời gian ở một bước.")
            % {
                "total": half_days_in_words(total),
                "limit": half_days_in_words(limit),
                "way": way_in_words(Facts(channel=facts.channel, case=facts.case), setting.cases, setting.papers),
            },
        )


def total_of(way: Sequence[StepPlan]) -> int:
    """Return the half days of the office's own time on this way."""
    return sum(max(step.half_days, 0) for step in way if step.kind != "waiting")
