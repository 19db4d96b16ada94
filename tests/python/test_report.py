"""The report: one well-formed file without scripts or requests that keeps secrets."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import commonweal as cw
import pytest

AUDIENCES = ["partners", "public"]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
HOSTILE = "</title></style><script>alert(\"1\")</script><img src=x onerror='a()'>\u202e\u200f&amp;"


class Reader(HTMLParser):
    """Text, tags and attributes of a page; refuses tags that do not close in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    @classmethod
    def of(cls, html: str) -> Reader:
        reader = cls()
        reader.feed(html)
        reader.close()
        assert reader.open == []
        return reader


def written(p: cw.Partnership, folder: Path, **options: Any) -> str:
    path = folder / "report.html"
    p.report(path, **options)
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    p = cw.example()
    return {a: written(p, tmp_path_factory.mktemp(a), audience=a) for a in AUDIENCES}


def harmless(html: str) -> Reader:
    """Check that a page neither runs nor fetches anything."""
    page = Reader.of(html)
    assert {tag for tag, _ in page.tags}.isdisjoint(
        {"script", "iframe", "object", "embed", "base", "form"}
    )
    for _, attributes in page.tags:
        for name, value in attributes.items():
            assert not name.startswith("on"), f"{name}={value}"
            if name in {"src", "href", "xlink:href", "action", "data", "srcset"}:
                assert value is not None
                assert value.startswith(("#", "data:")), value
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", html))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"@import|url\((?!['\"]?data:)", html)
    return page


@pytest.mark.parametrize("audience", AUDIENCES)
def test_one_small_file_that_runs_and_fetches_nothing(pages: dict[str, str], audience: str) -> None:
    html = pages[audience]
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert len(html.encode()) < 2_000_000
    page = harmless(html)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("h1") == 1
    assert tags.index("title") < tags.index("body")  # the figures have titles of their own
    assert ("html", {"lang": "en"}) in page.tags
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_says_what_the_numbers_say(pages: dict[str, str], audience: str) -> None:
    text = " ".join(Reader.of(pages[audience]).text.split())
    assert "27 of 41" in text  # answered
    assert "400" in text  # children
    assert re.search(r"cannot tell", text)
    assert "NaN" not in text
    assert "null" not in text
    assert "{{" not in text


def names(p: cw.Partnership) -> dict[str, dict[str, Any]]:
    return {row["partner_id"]: row for row in p.tables["partners"].iter_rows(named=True)}


def test_the_public_report_names_no_partner(pages: dict[str, str]) -> None:
    partners = names(cw.example())
    for row in partners.values():
        for column in ["partner_id", "name", "map_label"]:
            assert not re.search(rf"\b{re.escape(row[column])}\b", pages["public"]), row[column]


def test_partners_without_consent_are_not_named(pages: dict[str, str]) -> None:
    partners = names(cw.example())
    refused = [row for row in partners.values() if row["consent_named"] != "yes"]
    agreed = [row for row in partners.values() if row["consent_named"] == "yes"]
    assert refused
    for row in refused:
        assert row["name"] not in pages["partners"]
        assert not re.search(rf"\b{re.escape(row['map_label'])}\b", pages["partners"])
    # The map does name the others, so that the search above means something.
    assert sum(row["map_label"] in pages["partners"] for row in agreed) > len(agreed) / 2


def hostile_tables(text: str) -> dict[str, dict[str, list[Any]]]:
    """A partnership in which every text that a person may write is hostile."""
    ids = [f"p{i}" for i in range(6)]
    cell = {
        "indicator_id": "early_reading",
        "definition_version": "1",
        "place_id": None,
        "scheme": text,
        "exclusive": True,
    }
    groups = [("all", "all", 80, 200), ("race", text, 30, 100), ("race", "other", 50, 100)]
    outcomes = [
        cell | {"period": period, "dimension": d, "group": g, "numerator": k, "denominator": n}
        for period in ["2024", "2025"]
        for d, g, k, n in groups
    ]
    return {
        "partners": {
            "partner_id": ids,
            "name": [f"{text} {i}" for i in ids],
            "map_label": [f"{text}{i}" for i in ids],
            "sector": [text, "b", "b", text, "c", "c"],
            "is_backbone": ["yes"] + ["no"] * 5,
            "consent_named": ["yes"] * 6,
        },
        "waves": {
            "wave_id": ["2025"],
            "starts_on": ["2025-01-01"],
            "ends_on": ["2025-02-01"],
            "label": [text],
        },
        "roster": {
            "wave_id": ["2025"] * 6,
            "partner_id": ids,
            "asked": ["yes"] * 6,
            "answered": ["yes"] * 5 + ["no"],
        },
        "layers": {
            "layer_id": ["contact"],
            "kind": ["frequency"],
            "directed": ["yes"],
            "present_at": [1],
            "scale_min": [0],
            "scale_max": [5],
            "asked_of": ["everyone"],
            "symmetrise": ["either"],
        },
        "ties": {
            "wave_id": ["2025"] * 4,
            "source_id": ids[:4],
            "target_id": ids[1:5],
            "layer_id": ["contact"] * 4,
            "value": [1, 2, 3, 4],
        },
        "indicators": {
            "indicator_id": ["early_reading"],
            "definition_version": ["1"],
            "name": [text],
            "kind": ["population_indicator"],
            "direction": ["higher"],
            "unit": ["proportion"],
            "source": [text],
            "owner": [text],
        },
        "outcomes": {name: [row[name] for row in outcomes] for name in outcomes[0]},
        "targets": {
            "indicator_id": ["early_reading"],
            "dimension": ["all"],
            "group": ["all"],
            "place_id": [None],
            "baseline_period": ["2025"],
            "target_period": ["2030"],
            "target_value": ["0.8"],
            "basis": ["cohort"],
        },
    }


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_people_wrote_stays_text(tmp_path: Path, audience: str) -> None:
    p = cw.read(hostile_tables(HOSTILE))
    html = written(p, tmp_path, audience=audience, title=HOSTILE)
    page = harmless(html)
    assert "alert(" in page.text  # shown as text, so it was there to be escaped
    assert not [tag for tag, a in page.tags if tag == "img" and a.get("src") == "x"]


def test_figures_and_cards_stay_text() -> None:
    p = cw.read(hostile_tables(HOSTILE))
    net = p.network("contact", wave="2025")
    o = p.outcomes("early_reading")
    svgs = [
        net.plot(color="sector", title=HOSTILE).to_svg(),
        o.plot(by="race").to_svg(),
        p.target("early_reading").plot(o).to_svg(),
        o.concentration(goal="80%", by="race").plot().to_svg(),
    ]
    import xml.etree.ElementTree as ET

    for svg in svgs:
        tree = ET.fromstring(svg)  # fails unless it is well-formed
        assert {element.tag.rpartition("}")[2] for element in tree.iter()}.isdisjoint(
            {"script", "img", "foreignObject", "image"}
        )
    harmless(net.density()._repr_html_())


def test_cells_under_ten_are_not_printed(tmp_path: Path) -> None:
    # A group of 7 (3 of them reading) beside 93 others: none of 7, 3, 4 or 42.9 % may be printed,
    # nor what gives them away.
    tables = hostile_tables("plain")
    for i, group in enumerate(tables["outcomes"]["group"]):
        if group == "plain":
            tables["outcomes"]["numerator"][i], tables["outcomes"]["denominator"][i] = 3, 7
        elif group == "other":
            tables["outcomes"]["numerator"][i], tables["outcomes"]["denominator"][i] = 77, 193
    p = cw.read(tables)
    for audience in AUDIENCES:
        text = Reader.of(written(p, tmp_path, audience=audience)).text
        for given_away in ["42.9", "3 of 7", "of 7 ", "n = 7", "77 of 193", "193"]:
            assert given_away not in text, (audience, given_away)


def test_the_tables_keep_contacts_and_notes_inside() -> None:
    tables = hostile_tables("plain")
    tables["partners"]["contact_email"] = ["someone@example.org"] * 6
    tables["partners"]["notes"] = ["said in confidence"] * 6
    p = cw.read(tables)
    held = " ".join(str(frame.to_dict(as_series=False)) for frame in p.tables.values())
    assert "someone@example.org" not in held
    assert "said in confidence" not in held


def test_a_report_of_little(tmp_path: Path) -> None:
    for tables in [
        {"partners": {"partner_id": ["a", "b"]}},
        {
            k: v
            for k, v in hostile_tables("x").items()
            if k not in {"outcomes", "targets", "indicators"}
        },
        {
            k: v
            for k, v in hostile_tables("x").items()
            if k in {"partners", "outcomes", "indicators"}
        },
    ]:
        for audience in AUDIENCES:
            harmless(written(cw.read(tables), tmp_path, audience=audience))
