"""Processes that must not be published: one thing is wrong with each, and the check says which and how to mend it."""

from dataclasses import replace

from motcua.catalogue.conditions import Condition
from motcua.catalogue.process_setting import Setting
from motcua.catalogue.processes import StepPlan, TaskPlan

RECEPTION = StepPlan("Tiếp nhận", "reception", "counter", "desk", 1, position=1, papers=("receipt",))
HANDLING = StepPlan("Thẩm định", "handling", "specialist", "competent", 4, position=2)
APPROVAL = StepPlan("Ký duyệt", "approval", "leader", "competent", 1, position=3, papers=("result",))
RETURN = StepPlan("Trả kết quả", "return", "counter", "desk", 0, position=4)
GOOD = (RECEPTION, HANDLING, APPROVAL, RETURN)

WAIT = StepPlan(
    "Chờ nộp thuế", "waiting", "specialist", "competent", 0, waits_for="payment", papers=("payment",), position=3
)
OPINION = TaskPlan("Cho ý kiến quy hoạch", 2, agency_key="so-xay-dung", results_to=("lead",))
LEAD = TaskPlan("Đo đạc, tổng hợp", 2, agency_key="so-tnmt", is_lead=True, results_to=("parties",))
SHARED = replace(HANDLING, tasks=(LEAD, OPINION), papers=("consultation",))

SETTING = Setting(
    limits={(case, channel): 6 for case in ("moi", "cu") for channel in ("counter", "online", "post")},
    cases={"moi": "Cấp mới", "cu": "Cấp lại"},
    papers={"P1": "Đơn đề nghị", "P2": "Giấy ủy quyền"},
    agencies={
        "trung-tam": "Trung tâm", "so-tnmt": "Sở Tài nguyên và Môi trường", "so-xay-dung": "Sở Xây dựng",
        "xa-a": "Xã A", "xa-b": "Xã B", "xa-c": "Xã C", "xa-d": "Xã D", "xa-e": "Xã E",
    },
    ended={"huyen-cu": "UBND huyện Ngọc Hiển"},
    desks=("trung-tam",),
    competent=("so-tnmt",),
    levels=("province",),
    staff={
        "trung-tam": frozenset({"counter"}), "so-tnmt": frozenset({"specialist", "leader"}),
        "so-xay-dung": frozenset({"specialist", "leader"}),
    },
)  # fmt: skip


def steps(*more: StepPlan, without: str = "", **changed: StepPlan) -> list[StepPlan]:
    """Return the good process with steps changed, left out or put in, counted anew."""
    kept = [changed.get(step.kind, step) for step in GOOD if step.kind != without]
    kept[-1:-1] = more
    return [replace(step, position=number) for number, step in enumerate(kept, 1)]


def on(step: StepPlan, *conditions: tuple[str, str] | tuple[str, str, bool]) -> StepPlan:
    return replace(step, conditions=tuple(Condition(*condition) for condition in conditions))


def tasks(*given: TaskPlan) -> list[StepPlan]:
    return steps(handling=replace(SHARED, tasks=given))


ONLINE, COUNTER = ("channel", "online"), ("channel", "counter")

#: code of the finding → (steps, setting, what the sentence says)
BROKEN: dict[str, tuple[list[StepPlan], Setting, str]] = {
    "empty": ([], SETTING, "chưa có bước nào"),
    "duplicate_position": ([*GOOD[:3], replace(RETURN, position=3)], SETTING, "2 bước cùng mang số 3"),
    "no_name": (steps(handling=replace(HANDLING, name=" ")), SETTING, "Bước 2 chưa có tên"),
    "unknown_kind": (steps(replace(HANDLING, kind="judging")), SETTING, "“judging” không có trong danh sách"),
    "unknown_role": (steps(handling=replace(HANDLING, role="wizard")), SETTING, "Chọn một trong: cán bộ một cửa"),
    "unknown_place": (steps(handling=replace(HANDLING, place="moon")), SETTING, "“moon” không có"),
    "unknown_paper": (steps(handling=replace(HANDLING, papers=("poem",))), SETTING, "không có biểu mẫu “poem”"),
    "role_does_not_fit": (steps(approval=replace(APPROVAL, role="specialist")), SETTING, "phải do lãnh đạo làm"),
    "not_at_the_desk": (steps(reception=replace(RECEPTION, place="competent")), SETTING, "một cửa"),
    "no_agency": (steps(handling=replace(HANDLING, place="named")), SETTING, "chưa nêu cơ quan nào"),
    "agency_without_place": (steps(handling=replace(HANDLING, agency_key="xa-a")), SETTING, "“cơ quan khác”"),
    "agency_unknown": (
        steps(handling=replace(HANDLING, place="named", agency_key="so-la")), SETTING, "không có cơ quan “so-la”"
    ),
    "agency_ended": (
        steps(handling=replace(HANDLING, place="named", agency_key="huyen-cu")), SETTING, "Ngọc Hiển không còn nữa"
    ),
    "waits_for_nobody": ([*GOOD[:2], replace(WAIT, waits_for="", papers=()), replace(APPROVAL, position=4),
                          replace(RETURN, position=5)], SETTING, "chưa nói chờ ai"),
    "wait_is_counted": ([RECEPTION, replace(HANDLING, half_days=2), replace(WAIT, half_days=2),
                         replace(APPROVAL, position=4), replace(RETURN, position=5)], SETTING, "ngoài thời hạn"),
    "waits_without_being_a_wait": (steps(handling=replace(HANDLING, waits_for="partner", papers=("consultation",))),
                                   SETTING, "không phải bước chờ"),
    "no_time": (steps(handling=replace(HANDLING, half_days=0)), SETTING, "ít nhất nửa ngày"),
    "missing_receipt": (steps(reception=replace(RECEPTION, papers=())), SETTING, "Giấy tiếp nhận hồ sơ và hẹn trả"),
    "missing_result": (steps(approval=replace(APPROVAL, papers=())), SETTING, "chưa có Kết quả giải quyết"),
    "missing_payment": ([*GOOD[:2], replace(WAIT, papers=()), replace(APPROVAL, position=4),
                         replace(RETURN, position=5)], SETTING, "Thông báo nộp tiền"),
    "missing_consultation": (steps(handling=replace(SHARED, papers=())), SETTING, "Văn bản lấy ý kiến"),
    "unknown_case_in_condition": (
        steps(on(replace(HANDLING, half_days=0), ("case", "cap-doi"))), SETTING, "nói tới “cap-doi”"
    ),
    "unknown_paper_in_condition": (steps(on(replace(HANDLING, half_days=0), ("paper", "P9"))), SETTING, "tới “P9”"),
    "condition_twice": (steps(reception=RECEPTION, handling=on(HANDLING, ONLINE, ONLINE)), SETTING, "hai lần"),
    "condition_never_holds": (
        [RECEPTION, HANDLING, on(replace(HANDLING, half_days=1, position=3), ONLINE, COUNTER),
         replace(APPROVAL, position=4), replace(RETURN, position=5)], SETTING, "không bao giờ đúng"
    ),
    "no_reception_first": (steps(without="reception"), SETTING, "mở đầu bằng bước tiếp nhận"),
    "two_receptions": (
        [RECEPTION, replace(RECEPTION, half_days=0, position=2), replace(HANDLING, position=3),
         replace(APPROVAL, position=4), replace(RETURN, position=5)], SETTING, "tiếp nhận một lần"
    ),
    "dead_end": ([*GOOD[:3]], SETTING, "hồ sơ sẽ kẹt ở đó"),
    "unreachable": ([*GOOD, replace(HANDLING, half_days=0, position=5)], SETTING, "không bao giờ tới"),
    "no_approval": (steps(without="approval"), SETTING, "chưa có bước phê duyệt"),
    "approval_before_handling": (
        [RECEPTION, replace(APPROVAL, position=2), replace(HANDLING, position=3), RETURN], SETTING, "trước khi có ai"
    ),
    "after_the_decision": (steps(replace(HANDLING, half_days=0)), SETTING, "ký xong là trả kết quả ngay"),
    "wait_before_handling": (
        [RECEPTION, replace(WAIT, position=2), replace(HANDLING, position=3), replace(APPROVAL, position=4),
         replace(RETURN, position=5)], SETTING, "nên bị bỏ qua"
    ),
    "wait_before_approval": (
        [*GOOD[:2], WAIT, replace(APPROVAL, position=4), replace(RETURN, position=5)], SETTING, "chưa ai trình ký"
    ),
    "too_long": (steps(handling=replace(HANDLING, half_days=9)), SETTING, "cộng lại 5,5 ngày, quá thời hạn 3 ngày"),
    "no_limit": (steps(), replace(SETTING, limits={}), "chưa có thời hạn giải quyết"),
    "nowhere": (steps(), replace(SETTING, desks=()), "chưa có nơi tiếp nhận nào"),
    "nobody": (steps(), replace(SETTING, competent=("xa-a", "xa-b", "xa-c", "xa-d", "xa-e")),
               "chưa ai là lãnh đạo ở Xã A, Xã B, Xã C và 2 nơi nữa"),
    "no_lead": (tasks(replace(LEAD, is_lead=False), OPINION), SETTING, "chưa có cơ quan chủ trì"),
    "two_leads": (tasks(LEAD, replace(OPINION, is_lead=True)), SETTING, "có 2 cơ quan chủ trì"),
    "agency_twice_at_once": (tasks(LEAD, OPINION, replace(OPINION, name="Nữa")), SETTING, "hai việc cùng lúc"),
    "task_without_name": (tasks(LEAD, replace(OPINION, name="")), SETTING, "việc thứ 2 chưa có nội dung"),
    "task_without_time": (tasks(LEAD, replace(OPINION, half_days=0)), SETTING, "chưa có hạn"),
    "task_without_receiver": (tasks(LEAD, replace(OPINION, results_to=())), SETTING, "trả cho ai"),
    "task_without_agency": (tasks(LEAD, replace(OPINION, agency_key="")), SETTING, "chưa có cơ quan"),
    "task_agency_unknown": (tasks(LEAD, replace(OPINION, agency_key="so-la")), SETTING, "“so-la” không có thật"),
    "task_agency_ended": (tasks(LEAD, replace(OPINION, agency_key="huyen-cu")), SETTING, "Ngọc Hiển, nay không còn"),
    "tasks_take_longer_than_the_step": (
        tasks(LEAD, replace(OPINION, order=2, half_days=4)), SETTING, "có 2 ngày, mà các việc cần 3 ngày"
    ),
    "tasks_outside_handling": (
        steps(approval=replace(APPROVAL, half_days=2, tasks=(LEAD,), papers=("result", "consultation")),
              handling=replace(HANDLING, half_days=3)), SETTING, "không chia việc được"
    ),
    "no_path": ([on(step, ONLINE) for step in GOOD], SETTING, "Không có bước nào cho hồ sơ"),
}  # fmt: skip
