"""How Vietnamese is written here: names, dates, amounts, codes, the order of names. No clock, no translation files.

Words that change with the language of the page take `language` ("vi" or "en"); everything else is Vietnamese by nature.
"""

import re
import unicodedata
from datetime import date, datetime

NO_BREAK = "\u00a0"
_SEPARATORS = str.maketrans(",.", ".,")  # of numbers, from English

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July", "August", "September")
_MONTHS += ("October", "November", "December")

# The order of the Vietnamese dictionary: letter first, tone second (ngang, huyền, hỏi, ngã, sắc, nặng)
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def fold(text: str) -> str:
    """Return `text` as people type it in a hurry: lower case, no diacritics, đ as d, single spaces."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(unicodedata.normalize("NFC", letters).split())


def given_name_key(name: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Return the sort key of a person's name: the given name (last word) first, then the words from the left.

    Letters decide before tones, as in a Vietnamese dictionary: An, Ân, Ba, Bà, Bé.
    """
    words = name.split()
    return tuple(_word_key(word) for word in (words[-1:] + words[:-1]))


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters, tones = [], []
    for sign in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", sign)
        letter = unicodedata.normalize("NFC", parts[0] + "".join(mark for mark in parts[1:] if mark in _SHAPES))
        letters.append(_LETTERS.index(letter) if letter in _LETTERS else len(_LETTERS) + ord(letter))
        tones.append(next((_TONES[mark] for mark in parts[1:] if mark in _TONES), 0))
    return tuple(letters), tuple(tones)


def weekday(day: date, language: str = "vi") -> str:
    """Return the name of the weekday: "thứ Năm", "Thursday"."""
    return _WEEKDAYS[_known(language)][day.weekday()]


def day(value: date, language: str = "vi", *, year: bool = True) -> str:
    """Return a date with its weekday: "thứ Năm 25/10/2018", "Thursday 25 October 2018"."""
    if _known(language) == "en":
        written = f"{value.day} {_MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")
    else:
        written = f"{value.day:02}/{value.month:02}" + (f"/{value.year}" if year else "")
    return f"{weekday(value, language)} {written}"


def clock_time(moment: datetime) -> str:
    """Return the time of day on the 24-hour clock: "07:05"."""
    return f"{moment.hour:02}:{moment.minute:02}"


def when(moment: datetime, language: str = "vi", *, year: bool = True) -> str:
    """Return a moment in words: "thứ Năm 25/10/2018, 17:00", "Thursday 25 October 2018, 17:00"."""
    return f"{day(moment, language, year=year)}, {clock_time(moment)}"


def formal_moment(moment: datetime) -> str:
    """Return a moment as official papers write it: "17 giờ 00 phút, ngày 25 tháng 10 năm 2018"."""
    return f"{moment.hour:02} giờ {moment.minute:02} phút, {formal_day(moment)}"


def formal_day(value: date) -> str:
    """Return a date as official papers write it: days under 10 and the months 1 and 2 with a nought before them."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def number(value: float, decimals: int = 0, language: str = "vi") -> str:
    """Return a number with separators of the language: "17.383", "99,09"; in English "17,383", "99.09"."""
    english = f"{value:,.{decimals}f}"
    return english if _known(language) == "en" else english.translate(_SEPARATORS)


def percent(value: float, decimals: int = 2, language: str = "vi") -> str:
    """Return a percentage, given in hundredths already: 99.09 becomes "99,09 %" with a space that does not break."""
    sign = "%" if _known(language) == "en" else f"{NO_BREAK}%"
    return number(value, decimals, language) + sign


def dong(amount: int) -> str:
    """Return an amount of money: "135.000 đ"."""
    return f"{number(amount)}{NO_BREAK}đ"


def phone(digits: str) -> str:
    """Return a telephone number in groups of 4-3-3: "0900 000 427". What is no such number comes back as typed."""
    only = re.sub(r"\D", "", digits)
    if len(only) not in (10, 11) or not only.startswith("0"):
        return digits
    return f"{only[:4]} {only[4:7]} {only[7:]}"


def quick_code(digits: str) -> str:
    """Return the ten-digit quick code in the groups of the receipt: "1810 4207 68"."""
    only = re.sub(r"\D", "", digits)
    return f"{only[:4]} {only[4:8]} {only[8:]}" if len(only) == 10 else digits


def masked_name(name: str) -> str:
    """Return a name nobody can be found by: the family name, then initials. "Trần Thị Bé Ba" is "Trần T. B. B."."""
    words = name.split()
    return " ".join(words[:1] + [f"{word[0].upper()}." for word in words[1:]])


def initials(name: str) -> str:
    """Return the two letters of an avatar: those of the last two words, "Lê Mỹ Hạnh" is "MH"."""
    return "".join(word[0].upper() for word in name.split()[-2:])


def time_left(minutes: int, day_minutes: int = 480, language: str = "vi") -> str:
    """Return working minutes in words: "2 giờ 04 phút", "45 phút"; from three working days on in days, "4 ngày".

    `day_minutes` is the length of a working day. Parts of a day are rounded down: nobody is promised too much.
    """
    words = ("ngày", "giờ", "phút") if _known(language) == "vi" else ("d", "h", "min")
    if minutes >= 3 * day_minutes:
        return f"{minutes // day_minutes} {words[0]}"
    hours, rest = divmod(max(minutes, 0), 60)
    if not hours:
        return f"{rest} {words[2]}"
    return f"{hours} {words[1]} {rest:02} {words[2]}" if rest else f"{hours} {words[1]}"


def lateness(minutes: int, day_minutes: int = 480, language: str = "vi") -> str:
    """Return how late something is, in working minutes: "trễ 2 ngày", "trễ 3 giờ", "trễ 20 phút"; begun days count."""
    vietnamese = _known(language) == "vi"
    if minutes >= day_minutes:
        amount, word = -(-minutes // day_minutes), "ngày" if vietnamese else "d"
    elif minutes >= 60:
        amount, word = minutes // 60, "giờ" if vietnamese else "h"
    else:
        amount, word = max(minutes, 1), "phút" if vietnamese else "min"
    return f"trễ {amount} {word}" if vietnamese else f"{amount} {word} late"


def sentence(text: str) -> str:
    """Return `text` with a capital at its beginning, the rest as it is: "thứ Năm" becomes "Thứ Năm"."""
    return text[:1].upper() + text[1:]


def _known(language: str) -> str:
    return "en" if (language or "vi").startswith("en") else "vi"
