"""The national database's own form of a procedure (LayThuTuc, upper-case keys) as a normalised record."""

from typing import Any

CHANNELS = {"1": "truc_tiep", "2": "truc_tuyen", "3": "buu_chinh"}
LEVELS = {"bộ": "bo", "tỉnh": "tinh", "huyện": "huyen", "xã": "xa"}


def normalised(record: dict[str, Any]) -> dict[str, Any]:
    """Return the same procedure with the keys of the normalised form. Missing parts stay empty."""
    return {
        "code": str(record.get("MATTHC") or "").strip(),
        "name": str(record.get("TENTTHC") or ""),
        "field": _first(record, "LINHVUCTHUCHIEN", "TENLINHVUC"),
        "level": [_level(row.get("TENCAP", "")) for row in _rows(record, "CAPTHUCHIEN")],
        "agency": _all(record, "COQUANTHUCHIEN", "TENDONVI") or _some(record.get("MOTACOQUANTHUCHIEN")),
        "issuing_agency": str(record.get("MACOQUANCONGBO") or ""),
        "competent_authority": ", ".join(_all(record, "COQUANCOTHAMQUYEN", "TENDONVI")),
        "decision_no": str(record.get("QUYETDINH") or ""),
        "audience": _all(record, "DOITUONGTHUCHIEN", "TENDOITUONG") or _some(record.get("MOTADOITUONGTHUCHIEN")),
        "methods": [method for row in _rows(record, "CACHTHUCTHUCHIEN") for method in _methods(row)],
        "components": [paper for row in _rows(record, "THANHPHANHOSO") for paper in _papers(row)],
        "steps": [
            str(step.get("TENTRINHTU") or "")
            for row in _rows(record, "TRINHTUTHUCHIEN")
            for step in _rows(row, "TRINHTU")
        ],
        "legal_basis": [
            {"number": str(row.get("SOVANBAN") or ""), "title": str(row.get("TENVANBAN") or "")}
            for row in _rows(record, "CANCUPHAPLY")
        ],
        "result": [
            {"code": str(row.get("MAKETQUA") or ""), "name": str(row.get("TENKETQUA") or "")}
            for row in _rows(record, "KETQUATHUCHIEN")
        ],
        "conditions": str(record.get("YEUCAU") or ""),
        "source": "Cơ sở dữ liệu quốc gia về thủ tục hành chính",
    }


def _methods(row: dict[str, Any]) -> list[dict[str, Any]]:
    """A method's time rows each hold a limit and its fees: time and fee hang under the channel."""
    channel = CHANNELS.get(str(row.get("KENH") or "1"), "truc_tiep")
    return [
        {
            "channel": channel,
            "time_text": f"{time.get('THOIGIANGIAIQUYET') or ''} {time.get('DONVITINH') or ''}".strip(),
            "description": str(time.get("MOTA") or ""),
            "fees": [
                {
                    "amount_text": f"{fee.get('SOTIEN') or ''} {fee.get('DONVI') or ''}".strip(),
                    "note": str(fee.get("MOTA") or ""),
                }
                for fee in _rows(time, "PHILEPHI")
            ],
        }
        for time in _rows(row, "THOIGIAN")
    ] or [{"channel": channel, "time_text": "", "description": "", "fees": []}]


def _papers(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "case": str(row.get("TRUONGHOP") or ""),
            "code": str(paper.get("MAGIAYTO") or ""),
            "name": str(paper.get("TENGIAYTO") or ""),
            "originals": paper.get("SOBANCHINH") or 0,
            "copies": paper.get("SOBANSAO") or 0,
            "form_files": _some(paper.get("TENMAUDON")),
        }
        for paper in _rows(row, "GIAYTO")
    ]


def _rows(record: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = record.get(key) or []
    return [row for row in (rows if isinstance(rows, list) else [rows]) if isinstance(row, dict)]


def _all(record: dict[str, Any], key: str, name: str) -> list[str]:
    return [str(row[name]) for row in _rows(record, key) if row.get(name)]


def _first(record: dict[str, Any], key: str, name: str) -> str:
    return next(iter(_all(record, key, name)), "")


def _some(text: Any) -> list[str]:
    return [str(text)] if text else []


def _level(name: str) -> str:
    return next((level for word, level in LEVELS.items() if word in name.lower()), "khac")
