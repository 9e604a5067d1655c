"""The tags and filters every template may use without loading them."""

import re
from datetime import UTC, datetime

import pytest
import zxingcpp
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation
from PIL import Image, ImageDraw

from motcua.design.statuses import STATUSES, TERMS
from motcua.design.templatetags.design import Constant

TEN_UTC = datetime(2018, 10, 25, 10, 0, tzinfo=UTC)  # five in the afternoon in Cà Mau


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_moments_are_written_on_the_clock_face_of_the_province() -> None:
    assert render("{{ at|when }} · {{ at|clock_time }} · {{ at|bare_day }}", at=TEN_UTC) == (
        "thứ Năm 25/10/2018, 17:00 · 17:00 · 25/10"
    )


def test_moments_speak_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert render("{{ at|when }}", at=TEN_UTC) == "Thursday 25 October 2018, 17:00"


def test_a_missing_moment_or_number_is_nothing_rather_than_an_error() -> None:
    assert render("[{{ x|when }}{{ x|day }}{{ x|number }}{{ x|percent }}{{ x|dong }}{{ x|time_left }}]", x=None) == "[]"


def test_numbers_money_codes_and_names() -> None:
    assert render("{{ 17383|number }} {{ 99.09|percent }} {{ 135000|dong }}") == "17.383 99,09\xa0% 135.000\xa0đ"
    assert render('{{ "1810420768"|quick_code }} {{ "0900000427"|phone }}') == "1810 4207 68 0900 000 427"
    assert render('{{ "Trần Thị Bé Ba"|masked_name }} {{ "Lê Mỹ Hạnh"|initials }}') == "Trần T. B. B. MH"
    assert render("{{ 124|time_left }}, {{ 481|lateness }}") == "2 giờ 04 phút, trễ 2 ngày"
    assert render('{{ "thứ Năm"|sentence }}') == "Thứ Năm"


def test_an_icon_is_silent_unless_it_is_given_a_name() -> None:
    assert render('{% icon "clock" 26 %}') == (
        '<svg class="i" width="26" height="26" focusable="false" aria-hidden="true">'
        '<use href="/static/design/icons-page.svg#clock"/></svg>'
    )
    assert 'role="img" aria-label="Đã &lt;xong&gt;"' in render('{% icon "clock" label=name %}', name="Đã <xong>")


def test_an_icon_no_sprite_has_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(TemplateSyntaxError, match="vendor-icons"):
        render('{% icon "unicorn" %}')


def test_what_is_the_same_on_every_page_is_kept_by_language_and_by_what_it_is_given() -> None:
    piece = Template('{% constant way=way %}{% translate "Nháp" %} {{ house.province }} {{ way }}{% endconstant %}')
    said = []
    for language, way in (("vi", "a"), ("en", "a"), ("vi", "<b>"), ("vi", "a")):
        with translation.override(language):
            said.append(piece.render(Context({"way": way})))

    assert said == ["Nháp tỉnh Cà Mau a", "Draft tỉnh Cà Mau a", "Nháp tỉnh Cà Mau &lt;b&gt;", said[0]]
    assert [len(node.kept) for node in piece.nodelist if isinstance(node, Constant)] == [3]


def test_nothing_of_the_reader_gets_into_what_is_kept(rf: RequestFactory) -> None:
    piece = "{% constant %}[{{ user }}{{ house.path }}{{ request.path }}{{ secret }}{% csrf_token %}]{% endconstant %}"

    assert (
        render(piece, user="hanh", secret="x", house={"path": "/ho-so/"}, request=rf.get("/"), csrf_token="y") == "[]"
    )


def test_what_is_kept_does_not_grow_without_end() -> None:
    piece = Template("{% constant number=number %}{{ number }}{% endconstant %}")
    for number in range(2 * Constant.MOST):
        assert piece.render(Context({"number": number})) == str(number)

    (kept,) = (node.kept for node in piece.nodelist if isinstance(node, Constant))
    assert len(kept) <= Constant.MOST


@pytest.mark.parametrize("status", sorted(STATUSES))
@pytest.mark.parametrize("audience", ["citizen", "officer"])
def test_every_status_has_colour_shape_and_word(status: str, audience: str) -> None:
    tag = render("{% status_tag status audience %}", status=status, audience=audience)

    assert f"tag--{STATUSES[status].tone}" in tag
    assert f"#{STATUSES[status].icon}" in tag
    assert str(getattr(STATUSES[status], audience)) in tag


@pytest.mark.parametrize("term", sorted(TERMS))
def test_every_state_of_a_term_has_colour_shape_and_word(term: str) -> None:
    tag = render("{% term_tag term %}", term=term)

    assert f"tag--{TERMS[term].tone}" in tag
    assert str(TERMS[term].officer) in tag


def test_the_eleven_statuses_of_the_contract_are_all_there() -> None:
    contract = (
        "draft submitted received in_progress awaiting_supplement awaiting_payment result_ready returned refused "
        "withdrawn stopped"
    )
    assert set(contract.split()) <= set(STATUSES)


def test_a_dossier_speaks_differently_to_citizens_and_officers() -> None:
    class Dossier:
        status = "awaiting_supplement"

    assert "Chờ bà con bổ sung" in render("{% status_tag dossier %}", dossier=Dossier())
    assert "bà con" not in render('{% status_tag dossier "officer" %}', dossier=Dossier())


def test_a_qr_code_on_a_page_is_read_back_by_an_independent_decoder() -> None:
    address = "https://motcua.camau.gov.vn/t/1810420768/7K3M9Q"

    drawing = render("{% qr_code address border=4 %}", address=address)

    assert [found.text for found in zxingcpp.read_barcodes(_rows_of(drawing))] == [address]


def _rows_of(drawing: str, module: int = 6) -> Image.Image:
    """Paint the path of segno's drawing: "Mx y", then "h" runs and "m" jumps."""
    width = int(float(re.search(r'viewBox="0 0 (\d+)', drawing)[1]))  # type: ignore[index]
    picture = Image.new("L", (width * module, width * module), 255)
    pen = ImageDraw.Draw(picture)
    x = y = 0.0
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', drawing)[1]):  # type: ignore[index]
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if step == "M":
            x, y = values
        elif step == "m":
            x, y = x + values[0], y + values[1]
        else:
            box = (x * module, (y - 0.5) * module, (x + values[0]) * module - 1, (y + 0.5) * module - 1)
            pen.rectangle(box, fill=0)
            x += values[0]
    return picture
