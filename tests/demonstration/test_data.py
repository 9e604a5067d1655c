"""The demonstration's data say only what the program can load, and hang together."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from motcua import demonstration

DATA = Path(demonstration.__file__).parent / "data"
PROFILES = ("ca-mau-2018", "ca-mau-2025")
FILES = ["catalogue.yaml", "history.yaml", "reform-2025.yaml"] + [
    f"{profile}/{name}.yaml" for profile in PROFILES for name in ("units", "people")
]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: docs of `./motcua due`: segments joined by " + ", decimals for working units only, singular after 1 and below
SEGMENT = "|".join(
    [
        r"(?:0\.\d+|1) working (?:hour|day)",
        r"(?!1 )\d+(?:\.\d+)? working (?:hours|days)",
        r"1 (?:day|month)",
        r"(?!1 )\d+ (?:days|months)",
    ]
)
LIMIT = re.compile(rf"(?:{SEGMENT})(?: \+ (?:{SEGMENT}))*")
CODE = re.compile(r"\d\.\d{6}|(?:DL|CN|CM)\.\d{6}")
ROLES = {"counter", "specialist", "leader", "centre", "chair", "controller", "trainer", "partner"}
AGENCY_KINDS = {"department", "vertical", "utility"}
AUDIENCE = {
    "Cá nhân", "Hộ gia đình", "Hộ kinh doanh", "Hợp tác xã", "Doanh nghiệp", "Tổ chức", "Cơ quan nhà nước",
}  # fmt: skip


@cache
def load(name: str) -> dict[str, Any]:
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def units_of(profile: str) -> dict[str, dict[str, Any]]:
    return {unit["key"]: unit for unit in load(f"{profile}/units.yaml")["units"]}


def people_of(profile: str) -> list[dict[str, Any]]:
    return load(f"{profile}/people.yaml")["people"]


def procedures() -> list[dict[str, Any]]:
    return load("catalogue.yaml")["procedures"]


def texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield from texts(key)
                yield from texts(inner)
        case list():
            for inner in value:
                yield from texts(inner)


def repeated(values: list[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


def half_days(limit: str) -> float:
    """How many half working days a limit holds at least: five working days to seven days."""
    per_unit = {"working hour": 0.25, "working day": 2, "day": 10 / 7, "month": 44}
    total = 0.0
    for segment in limit.split(" + "):
        value, unit = segment.split(" ", 1)
        total += float(value) * per_unit[unit.removesuffix("s")]
    return total


# ---------------------------------------------------------------- every file


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_composed_and_trimmed(name: str) -> None:
    raw = (DATA / name).read_text(encoding="utf-8")

    assert unicodedata.is_normalized("NFC", raw)
    assert raw.endswith("\n") and "\t" not in raw and not re.search(r" +$", raw, re.M)
    for text in texts(load(name)):
        assert text == text.strip() and "  " not in text and "\n" not in text, text


def test_no_file_lies_about_that_nobody_loads() -> None:
    assert sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()) == sorted(FILES)


# ---------------------------------------------------------------- units

UNIT_KEYS = {
    "key", "name", "short_name", "type", "kind", "level", "parent", "gso_code", "identifier", "identifier_2020",
    "desk_name", "address", "phone", "place", "valid_from", "valid_to",
}  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
def test_every_unit_has_the_same_shape(profile: str) -> None:
    for unit in load(f"{profile}/units.yaml")["units"]:
        assert set(unit) - {"note"} == UNIT_KEYS, unit["key"]
        assert SLUG.fullmatch(unit["key"]) and len(unit["key"]) <= 80
        assert unit["level"] in {"province", "district", "commune"}
        assert re.fullmatch(r"\d{3}\.\d{2}\.\d{2}\.H12", unit["identifier"])
        assert re.fullmatch(r"H12(\.\d{2}){0,2}", unit["identifier_2020"])
        assert re.fullmatch(r"0290 3000 \d{3}", unit["phone"]), "fictitious, so that nobody is rung up by mistake"
        assert isinstance(unit["valid_from"], date) and unit["valid_to"] is None
        assert unit["name"] and unit["short_name"] and unit["place"] and unit["address"]
        assert bool(unit["desk_name"]) == (unit["kind"] in {"centre", "district", "commune"})
        assert bool(unit["gso_code"]) == (unit["kind"] in {"province", "district", "commune"})


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("field", ["key", "name", "identifier", "identifier_2020", "phone", "gso_code"])
def test_no_two_units_of_a_time_share_a_name_or_a_code(profile: str, field: str) -> None:
    place = {"name": lambda unit: (unit["name"], unit["parent"])}  # two districts may have a commune of one name
    read = place.get(field, lambda unit: unit[field])

    assert repeated([read(unit) for unit in load(f"{profile}/units.yaml")["units"] if unit[field]]) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_unit_stands_after_the_unit_above_it(profile: str) -> None:
    seen: dict[str, str] = {}
    for unit in load(f"{profile}/units.yaml")["units"]:
        if unit["kind"] == "province":
            assert unit["parent"] is None and not seen
        elif unit["kind"] == "commune" and profile == "ca-mau-2018":
            assert seen[unit["parent"]] == "district"
        else:
            assert seen[unit["parent"]] == "province"
        seen[unit["key"]] = unit["kind"]


def test_the_province_of_2018_is_that_of_the_article() -> None:
    units = units_of("ca-mau-2018")
    kinds = Counter(unit["kind"] for unit in units.values())

    assert (kinds["province"], kinds["centre"], kinds["district"], kinds["commune"]) == (1, 1, 9, 101)
    agencies = {key for key, unit in units.items() if unit["kind"] in AGENCY_KINDS}
    assert len(agencies) == 22
    assert {"cong-an-tinh", "cong-ty-dien-luc-ca-mau", "cong-ty-cap-nuoc-ca-mau", "so-tu-phap"} <= agencies
    assert all(unit.get("note") for key, unit in units.items() if key in agencies), "the list is unverified and says so"


def test_the_province_of_2025_has_two_tiers() -> None:
    units = units_of("ca-mau-2025")
    kinds = Counter(unit["kind"] for unit in units.values())

    assert kinds["district"] == 0
    assert Counter(unit["type"] for unit in units.values() if unit["kind"] == "commune") == {"phường": 9, "xã": 55}
    assert all(
        unit["desk_name"].startswith("Trung tâm Phục vụ hành chính công")
        for unit in units.values()
        if unit["desk_name"]
    )


def test_a_commune_carries_the_number_of_its_district() -> None:
    units = units_of("ca-mau-2018")
    for unit in units.values():
        if unit["kind"] == "commune":
            district = units[unit["parent"]]
            assert unit["identifier"].split(".")[2] == district["identifier"].split(".")[2]
            assert unit["identifier_2020"].startswith(district["identifier_2020"] + ".")


def test_a_ward_known_by_its_number_dates_its_papers_in_full() -> None:
    assert units_of("ca-mau-2018")["phuong-5-ca-mau"]["place"] == "Phường 5"
    assert units_of("ca-mau-2018")["xa-vien-an-ngoc-hien"]["place"] == "Viên An"


# ---------------------------------------------------------------- people


@pytest.mark.parametrize("profile", PROFILES)
def test_everybody_works_in_a_unit_that_exists(profile: str) -> None:
    units, people = units_of(profile), people_of(profile)

    assert repeated([person["username"] for person in people]) == []
    assert repeated([person["full_name"] for person in people]) == []
    for person in people:
        assert {"username", "full_name", "unit", "role", "title"} <= set(person)
        assert set(person) <= {
            "username", "full_name", "unit", "role", "title", "more_roles", "counter_label", "counter_fields"
        }  # fmt: skip
        assert re.fullmatch(r"[a-z]+\.[a-z]+\d*", person["username"])
        assert person["unit"] in units
        assert {person["role"], *person.get("more_roles", [])} <= ROLES
        assert bool(person.get("counter_label")) == (person["role"] == "counter"), person["username"]


@pytest.mark.parametrize(
    ("profile", "kind", "least"),
    [
        ("ca-mau-2018", "agency", {"specialist": 2, "leader": 1}),
        ("ca-mau-2018", "district", {"counter": 2, "specialist": 2, "leader": 1}),
        ("ca-mau-2018", "commune", {"counter": 1, "specialist": 1, "leader": 1}),
        ("ca-mau-2018", "centre", {"counter": 8, "centre": 2, "leader": 1}),
        ("ca-mau-2025", "agency", {"specialist": 1, "leader": 1}),
        ("ca-mau-2025", "commune", {"counter": 1, "specialist": 1, "leader": 1}),
        ("ca-mau-2025", "centre", {"counter": 3, "centre": 1, "leader": 1}),
    ],
)
def test_every_unit_has_the_people_a_dossier_needs(profile: str, kind: str, least: dict[str, int]) -> None:
    posts = Counter((person["unit"], person["role"]) for person in people_of(profile))
    kinds = AGENCY_KINDS if kind == "agency" else {kind}

    for key, unit in units_of(profile).items():
        if unit["kind"] in kinds:
            assert all(posts[key, role] >= number for role, number in least.items()), key


def test_the_known_faces_are_where_the_drawings_show_them() -> None:
    people = {person["username"]: person for person in people_of("ca-mau-2018")}

    assert people["hanh.quay7"]["full_name"] == "Lê Mỹ Hạnh"
    assert people["hanh.quay7"]["counter_label"] == "Quầy 7 · Điện – Nước"
    assert people["hanh.quay7"]["counter_fields"] == ["dien", "nuoc"]
    assert people["toan.stp"]["full_name"] == "Phạm Quốc Toản" and people["toan.stp"]["unit"] == "so-tu-phap"
    assert people["teo.vienan"]["unit"] == "xa-vien-an-ngoc-hien"
    assert people["diem.giamsat"]["role"] == "centre"
    assert people["quang.kstt"]["role"] == "controller"
    assert people["ngan.taphuan"]["role"] == "trainer"
    assert Counter(person["role"] for person in people.values())["chair"] == 2


@pytest.mark.parametrize("profile", PROFILES)
def test_the_counters_of_the_centre_share_out_all_that_it_receives(profile: str) -> None:
    fields = {field["key"] for field in load("catalogue.yaml")["fields"]}
    centre = next(key for key, unit in units_of(profile).items() if unit["kind"] == "centre")
    served = {
        field for person in people_of(profile) if person["unit"] == centre for field in person.get("counter_fields", [])
    }
    received = {procedure["field"] for procedure in procedures() if "centre" in procedure["receivers"]}

    assert served <= fields
    assert received <= served


# ---------------------------------------------------------------- catalogue

PROCEDURE_KEYS = {
    "code", "name", "everyday_name", "synonyms", "topic", "field", "level", "agency", "audience", "receivers",
    "received_from", "channels", "statutory_limit", "fees", "online_level", "same_day", "cases", "components", "steps",
    "requirements", "results", "legal_basis", "popularity", "process", "questions", "note",
}  # fmt: skip


def each_procedure() -> Any:
    return pytest.mark.parametrize("procedure", [pytest.param(item, id=item["code"]) for item in procedures()])


def all_components(procedure: dict[str, Any]) -> list[dict[str, Any]]:
    return procedure["components"] + [paper for case in procedure["cases"] for paper in case["components"]]


def test_the_catalogue_spans_agencies_and_tiers() -> None:
    units = units_of("ca-mau-2018")
    codes = [procedure["code"] for procedure in procedures()]

    assert repeated(codes) == [] and len(codes) >= 70
    assert [code for code in codes if code.startswith("DL.")] == [f"DL.{number:06}" for number in range(1, 20)]
    assert [code for code in codes if code.startswith("CN.")] == [f"CN.{number:06}" for number in range(1, 10)]
    assert {procedure["agency"] for procedure in procedures()} - {"receiving-unit"} == {
        key for key, unit in units.items() if unit["kind"] in AGENCY_KINDS
    }
    levels = Counter(level for procedure in procedures() for level in procedure["level"])
    assert min(levels[level] for level in ("province", "district", "commune")) >= 15


def test_fields_and_topics_are_named_once_and_used() -> None:
    catalogue, units = load("catalogue.yaml"), units_of("ca-mau-2018")

    assert len(catalogue["topics"]) == 8
    for field in catalogue["fields"]:
        assert set(field) == {"key", "code", "name", "lead_agency"}
        assert SLUG.fullmatch(field["key"]) and re.fullmatch(r"H12-[0-9A-Z]+", field["code"])
        assert units[field["lead_agency"]]["kind"] in AGENCY_KINDS
    for column in ("key", "code", "name"):
        assert repeated([field[column] for field in catalogue["fields"]]) == []
    assert {procedure["field"] for procedure in procedures()} == {field["key"] for field in catalogue["fields"]}
    assert {procedure["topic"] for procedure in procedures()} - {None} == {
        topic["key"] for topic in catalogue["topics"]
    }


@each_procedure()
def test_a_procedure_has_all_parts_and_no_others(procedure: dict[str, Any]) -> None:
    assert set(procedure) == PROCEDURE_KEYS
    assert CODE.fullmatch(procedure["code"])
    assert procedure["name"] and len(procedure["name"]) <= 200
    assert procedure["everyday_name"] and len(procedure["everyday_name"]) <= 70
    assert procedure["synonyms"] and all(0 < len(word) <= 80 for word in procedure["synonyms"])
    assert repeated(procedure["synonyms"]) == []
    assert set(procedure["level"]) <= {"province", "district", "commune"} and procedure["level"]
    assert set(procedure["audience"]) <= AUDIENCE and procedure["audience"]
    assert isinstance(procedure["received_from"], date) and procedure["received_from"] <= date(2018, 10, 22)
    assert procedure["online_level"] in {1, 2, 3, 4}
    assert 1 <= procedure["popularity"] <= 100
    assert isinstance(procedure["same_day"], bool)
    assert 3 <= len(procedure["steps"]) <= 6
    assert procedure["results"]
    assert procedure["legal_basis"] and all(set(act) == {"number", "title"} for act in procedure["legal_basis"])
    assert all(set(item) == {"question", "answer"} for item in procedure["questions"])
    assert all(item["question"].endswith("?") for item in procedure["questions"])


@each_procedure()
def test_a_procedure_is_received_and_settled_by_units_that_exist(procedure: dict[str, Any]) -> None:
    units = units_of("ca-mau-2018")
    tiers = {"centre": "province", "every-district": "district", "every-commune": "commune"}
    ranks = {"commune": 0, "district": 1, "province": 2}

    assert procedure["receivers"] and repeated(procedure["receivers"]) == []
    for receiver in procedure["receivers"]:
        assert receiver in tiers or units[receiver]["desk_name"], receiver
    if procedure["agency"] == "receiving-unit":
        highest = max(ranks[level] for level in procedure["level"])
        for receiver in procedure["receivers"]:
            tier = tiers.get(receiver) or units[receiver]["level"]
            assert tier != "province" and ranks[tier] <= highest, "somebody at or above the desk must settle it"
    else:
        assert units[procedure["agency"]]["kind"] in AGENCY_KINDS


@each_procedure()
def test_its_limits_can_be_read(procedure: dict[str, Any]) -> None:
    limits = list(procedure["channels"].values()) + [case["limit"] for case in procedure["cases"] if case["limit"]]

    assert set(procedure["channels"]) <= {"counter", "online", "post"} and "counter" in procedure["channels"]
    assert ("online" in procedure["channels"]) == (procedure["online_level"] >= 3)
    assert all(LIMIT.fullmatch(limit) for limit in limits), limits
    if procedure["same_day"]:
        assert all("working hour" in limit for limit in procedure["channels"].values())
    if procedure["statutory_limit"]:
        assert LIMIT.fullmatch(procedure["statutory_limit"])
        assert half_days(procedure["statutory_limit"]) > max(
            half_days(limit) for limit in procedure["channels"].values()
        )


@each_procedure()
def test_its_papers_and_fees_are_told_apart(procedure: dict[str, Any]) -> None:
    assert procedure["components"]
    assert repeated([paper["code"] for paper in all_components(procedure)]) == []
    for paper in all_components(procedure):
        assert set(paper) == {"code", "name", "originals", "copies", "required", "reusable", "hint", "form"}
        assert re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)*", paper["code"]) and len(paper["code"]) <= 40
        assert paper["originals"] + paper["copies"] >= 1, "nothing to hand in is not a paper"
    keys = [case["key"] for case in procedure["cases"]]
    assert repeated(keys) == [] and len(keys) != 1
    for case in procedure["cases"]:
        assert set(case) == {"key", "name", "limit", "statutory_limit", "components"}
        assert SLUG.fullmatch(case["key"])
    for fee in procedure["fees"]:
        assert set(fee) == {"kind", "amount", "note", "channel", "case"}
        assert fee["kind"] in {"phi", "le_phi"}
        assert isinstance(fee["amount"], int) or fee["note"], "what has no amount says how it is worked out"
        assert fee["channel"] in {None, *procedure["channels"]} and fee["case"] in {None, *keys}


@each_procedure()
def test_its_process_keeps_within_the_limit_and_ends_with_the_leader(procedure: dict[str, Any]) -> None:
    steps = procedure["process"]
    if steps is None:
        return

    roles = [step["role"] for step in steps]
    assert all(set(step) - {"tasks", "waits_for"} == {"name", "role", "agency", "half_days"} for step in steps)
    for step in steps:
        for task in step.get("tasks", []):
            assert task["agency"] == "applicant-commune" or task["agency"] in units_of("ca-mau-2018")
            assert 0 < task["half_days"] <= step["half_days"]
        assert step["half_days"] or step.get("waits_for") or step is steps[-1]
    assert roles[0] == roles[-1] == "counter" and roles[-2] == "leader"
    assert set(roles[1:-2]) == {"specialist"}
    assert steps[0]["agency"] == steps[-1]["agency"] == "desk" and steps[-2]["agency"] == "competent"
    for step in steps[1:-1]:
        assert step["agency"] == "competent" or step["agency"] in units_of("ca-mau-2018")
    total = sum(step["half_days"] for step in steps)
    limits = list(procedure["channels"].values()) + [case["limit"] for case in procedure["cases"] if case["limit"]]
    assert 0 < total <= min(half_days(limit) for limit in limits)


@each_procedure()
def test_citizens_read_short_sentences_in_their_own_words(procedure: dict[str, Any]) -> None:
    said = procedure["steps"] + [procedure["requirements"]]
    said += [paper["hint"] for paper in all_components(procedure)]
    said += [item["answer"] for item in procedure["questions"]]
    office_words = re.compile(r"TTHC|thành phần hồ sơ|biên nhận hồ sơ|mức độ [34]|chủ hồ sơ", re.I)

    for text in said:
        assert not office_words.search(text), text
        assert not text or text[-1] in ".?", text
        for sentence in re.split(r"(?<=[.?:])\s+", text):  # a list after a colon reads by itself
            assert len(sentence.split()) <= 17, sentence  # syllables: two of them often make one word


def test_counter_7_finds_what_it_sees_every_day() -> None:
    names = {procedure["everyday_name"]: procedure for procedure in procedures()}

    for name in (
        "Lắp điện kế mới – sinh hoạt",
        "Lắp đồng hồ nước",
        "Đổi tên chủ hợp đồng điện",
        "Di dời điện kế",
        "Lắp điện 3 pha sản xuất",
        "Tăng công suất",
        "Tách hộ điện kế",
    ):
        assert names[name]["field"] in {"dien", "nuoc"}
    meter = names["Lắp điện kế mới – sinh hoạt"]
    assert meter["channels"]["counter"] == "3 working days" and meter["fees"] == []
    assert [step["name"] for step in meter["process"]] == [
        "Tiếp nhận", "Khảo sát", "Ký hợp đồng", "Treo điện kế", "Trả kết quả",
    ]  # fmt: skip
    assert [paper["name"] for paper in meter["components"] if paper["required"]] == [
        "Giấy đề nghị mua điện", "Giấy tờ tùy thân", "Giấy tờ về chỗ ở",
    ]  # fmt: skip


def test_the_utilities_are_received_at_the_centre_and_in_every_district() -> None:
    utilities = [procedure for procedure in procedures() if procedure["code"][:3] in {"DL.", "CN."}]

    assert len(utilities) == 28
    assert all(procedure["receivers"] == ["centre", "every-district"] for procedure in utilities)
    assert {procedure["received_from"] for procedure in utilities} == {date(2018, 8, 1)}


def test_the_catalogue_shows_each_kind_of_limit_and_of_help() -> None:
    limits = {limit for procedure in procedures() for limit in procedure["channels"].values()}

    assert any("working hour" in limit for limit in limits)
    assert any(limit.endswith(" days") and "working" not in limit for limit in limits)
    assert any("month" in limit for limit in limits)
    assert any(" + " in limit for limit in limits)
    on_behalf = [
        procedure
        for procedure in procedures()
        if "every-commune" in procedure["receivers"] and "commune" not in procedure["level"]
    ]
    assert len(on_behalf) >= 5, "communes receive for the district"
    assert any(
        step["agency"] not in {"desk", "competent"} for procedure in procedures() for step in procedure["process"] or []
    ), "some dossiers pass through another agency"
    shared = [step["tasks"] for procedure in procedures() for step in procedure["process"] or [] if step.get("tasks")]
    assert len(shared) >= 2, "and some are shared by several"
    assert all(sum(task["lead"] for task in tasks) == 1 for tasks in shared)


# ---------------------------------------------------------------- history and reform


@pytest.mark.parametrize(
    ("unit", "ratings", "percent"),
    [
        ("trung-tam-giai-quyet-tthc", 17_383, "99.09"),
        ("thanh-pho-ca-mau", 21_701, "98.93"),
        ("huyen-cai-nuoc", 2_114, "98.58"),
        ("huyen-nam-can", 2_902, "98.00"),
    ],
)
def test_the_figures_of_the_article_come_out_exactly(unit: str, ratings: int, percent: str) -> None:
    device = {row["unit"]: row for row in load("history.yaml")["satisfaction"]["devices"]}[unit]

    assert device["ratings"] == ratings and device["percent"] == percent
    assert f"{100 * device['satisfied'] / device['ratings']:.2f}" == percent


def test_a_district_has_a_device_or_a_paper_survey() -> None:
    satisfaction = load("history.yaml")["satisfaction"]
    districts = {key for key, unit in units_of("ca-mau-2018").items() if unit["kind"] == "district"}

    with_device = {row["unit"] for row in satisfaction["devices"]} & districts
    assert satisfaction["counted_to"] == date(2018, 10, 20)
    assert with_device | set(satisfaction["paper_surveys"]) == districts
    assert len(with_device) + len(satisfaction["paper_surveys"]) == len(districts)


def test_citizens_and_businesses_cannot_be_taken_for_real_ones() -> None:
    history, units = load("history.yaml"), units_of("ca-mau-2018")
    citizens, businesses = history["citizens"], history["businesses"]

    assert len(citizens) >= 120 and len(businesses) >= 15
    for column in ("key", "name", "id_number", "phone"):
        assert repeated([row[column] for row in citizens + businesses]) == []
    for row in citizens + businesses:
        assert SLUG.fullmatch(row["key"])
        assert re.fullmatch(r"0900000\d{3}", row["phone"])
        assert units[row["commune"]]["kind"] == "commune" and row["address"]
    for row in citizens:
        assert set(row) == {
            "key", "kind", "name", "sex", "birth_year", "id_number", "phone", "address", "commune", "note"
        }  # fmt: skip
        assert row["kind"] == "person" and row["sex"] in {"nam", "nữ"} and 1930 <= row["birth_year"] <= 2004
        assert re.fullmatch(r"381000\d{3}", row["id_number"])
    for row in businesses:
        assert set(row) == {"key", "kind", "name", "representative", "id_number", "phone", "address", "commune"}
        assert row["kind"] in {"business", "organisation"}
        assert re.fullmatch(r"2000\d{6}", row["id_number"])
        weighted = sum(int(d) * w for d, w in zip(row["id_number"], (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=False))
        assert (10 - weighted % 11) % 10 != int(row["id_number"][9]), "a right check digit could be somebody's"


def test_ba_be_ba_is_known_at_the_counter() -> None:
    be_ba = next(row for row in load("history.yaml")["citizens"] if row["name"] == "Trần Thị Bé Ba")

    assert (be_ba["id_number"], be_ba["phone"], be_ba["birth_year"]) == ("381000123", "0900000427", 1956)
    assert (be_ba["address"], be_ba["commune"]) == ("Ấp Tân Ánh", "xa-ta-an-khuong-dam-doi")


def test_the_reform_accounts_for_every_unit_of_2018() -> None:
    reform, old, new = load("reform-2025.yaml"), units_of("ca-mau-2018"), units_of("ca-mau-2025")

    def keys(kinds: set[str]) -> set[str]:
        return {key for key, unit in old.items() if unit["kind"] in kinds}

    assert {row["unit"] for row in reform["agencies"]} == keys(AGENCY_KINDS | {"centre"})
    assert {row["unit"] for row in reform["districts"]} == keys({"district"})
    assert {row["unit"] for row in reform["successors"]} == keys({"commune"})
    assert all(row["successor"] is None and row["ended_on"] == date(2025, 7, 1) for row in reform["districts"])
    for row in reform["agencies"] + reform["successors"]:
        assert row["successor"] is None or row["successor"] in new
    assert all(row["successor"] for row in reform["agencies"])


def test_every_commune_of_2025_reuses_a_code_of_2018() -> None:
    reform, old, new = load("reform-2025.yaml"), units_of("ca-mau-2018"), units_of("ca-mau-2025")
    successor = {row["unit"]: row["successor"] for row in reform["successors"]}

    assert len(reform["communes"]) == 64
    for row in reform["communes"]:
        assert new[row["unit_2025"]]["gso_code"] == row["gso_code"]
        assert new[row["unit_2025"]]["short_name"] == row["name_2025"]
        if row["unit_2018"]:
            assert old[row["unit_2018"]]["gso_code"] == row["gso_code"]
            assert successor[row["unit_2018"]] in {None, row["unit_2025"]}
    trap = next(row for row in reform["communes"] if row["gso_code"] == "32044")
    assert (trap["name_2018"], trap["name_2025"]) == ("Thị trấn U Minh", "Xã Nguyễn Phích")
    assert successor["thi-tran-u-minh-u-minh"] is None, "the same code is no proof of descent"
