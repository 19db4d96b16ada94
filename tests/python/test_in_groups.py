"""In-group evidence: the planted truth, what may be told, and the exact tests behind it."""

from __future__ import annotations

import json
from math import comb
from pathlib import Path

import commonweal as cw
import numpy as np
import pytest

EXECUTIVES = {"size_class": "large", "title_level": "executive"}
QUICK = {"draws": 99, "completions": 2}


@pytest.fixture(scope="module")
def example():
    return cw.example()


@pytest.fixture(scope="module", params=["2023", "2025"])
def wave(request, example):
    return example.network("communication", wave=request.param)


@pytest.fixture(scope="module")
def found(wave):
    return wave.in_groups(conjunctions=[EXECUTIVES], **QUICK)


def hypergeometric_tail(x, size, with_it, everyone):
    """P(X >= x) by counting sets, in whole numbers until the last division."""
    ways = sum(
        comb(with_it, k) * comb(everyone - with_it, size - k)
        for k in range(x, min(size, with_it) + 1)
    )
    return ways / comb(everyone, size)


def test_the_planted_set_is_found_without_being_named(found):
    assert found.verdicts["structure"] == "supported"
    assert found.verdicts["composition"] == "supported"
    assert found.verdicts["access"] == found.verdicts["perception"] == "not testable"
    assert found.set_size == 8
    assert found.named is None
    assert "supported" in str(found)


def test_the_staff_sees_names_and_exact_counts(example, wave, found):
    staff = wave.in_groups(conjunctions=[EXECUTIVES], view="backbone", **QUICK)
    # One of the eight refused to be named.
    consent = dict(example.tables["partners"].select("partner_id", "consent_named").rows())
    assert len(staff.named) == 7
    assert all(consent[partner] != "no" for partner in staff.named)
    row = staff.to_frame().filter(statistic="members that have it").row(0, named=True)
    assert row["value"] == 6
    # Large institutions that send an executive: 14 of the partners beside the backbone.
    partners = wave.partners().filter(is_backbone=False)
    with_it = len(partners.filter(size_class="large", title_level="executive"))
    assert row["p"] == pytest.approx(hypergeometric_tail(6, 8, with_it, len(partners)), rel=1e-12)
    shared = found.to_frame().filter(statistic="members that have it").row(0, named=True)
    assert shared["value"] is shared["p"] is shared["p_adjusted"] is None
    assert shared["passed"] is True
    assert shared["smallest_p"] == row["smallest_p"]


def test_nothing_exported_names_a_partner(example, wave, found):
    everything = (
        found.to_html()
        + json.dumps(found.to_dict())
        + found.to_frame().write_csv()
        + found.plot().to_svg()
    )
    partners = example.tables["partners"]
    names = [
        name
        for column in ("partner_id", "name", "map_label")
        for name in partners[column].to_list()
    ]
    # "Fathers" and the like are words; an id or a name of two words is not.
    for name in names:
        if " " in name or name[1:].isdigit():
            assert name not in everything, name
    assert "http" not in everything.replace("http://www.w3.org", "").replace("http-equiv", "")


def test_the_smallest_p_is_said_before_the_result(found):
    assert found.beforehand[0].endswith("No p can be below 0.0100.")
    assert any("can reach 0.05" in sentence for sentence in found.beforehand)
    html = found.to_html()
    assert html.index("Known beforehand") < html.index("Found")
    assert html.index("No p can be below") < html.index("The best fit of a closed set")


def test_words_speak_of_structure(found):
    said = " ".join(
        [*found.reading, *found.sentences, *found.reasons.values(), *found.caveats]
    ).lower()
    for word in ("clique", "secret", "exclude", "conspir", "deliberate", "powerful"):
        assert word not in said
    assert "nothing about anybody's intent" in said


def test_the_same_seed_gives_the_same_numbers(wave):
    one, two = (wave.in_groups(seed=5, **QUICK).to_frame() for _ in range(2))
    assert one.equals(two)


def test_meetings_of_the_tables_are_taken(example):
    found = example.in_groups("communication", wave="2025", conjunctions=[EXECUTIVES], **QUICK)
    assert found.verdicts == {
        "structure": "supported",
        "composition": "supported",
        "access": "supported",
        "perception": "not testable",
    }
    # Truth: fourteen closed meetings one to three days before an open one.
    row = (
        found.to_frame()
        .filter(statistic="open meetings with a closed one before")
        .row(0, named=True)
    )
    assert row["value"] == 14


def test_hubs_alone_are_no_closed_set():
    rng = np.random.default_rng(11)
    n, hubs = 40, 5
    i, j = np.triu_indices(n, 1)
    chance = np.where((i < hubs) | (j < hubs), 0.8, 0.15)
    tie = rng.random(len(i)) < chance
    net = cw.Network.from_arrays(n, i[tie], j[tie])
    assert net.in_groups(**QUICK).verdicts["structure"] != "supported"


def test_ties_at_random_hold_no_closed_set():
    rng = np.random.default_rng(2)
    i, j = np.triu_indices(40, 1)
    tie = rng.random(len(i)) < 0.2
    net = cw.Network.from_arrays(40, i[tie], j[tie])
    assert net.in_groups(**QUICK).verdicts["structure"] != "supported"


def test_perception_waits_for_the_silent(wave):
    n = len(wave)
    item = {"question": "decisions are made before the meeting", "agree_at": 4}
    agree = wave.in_groups(perception={**item, "answers": [5] * n}, **QUICK)
    assert agree.verdicts["perception"] == "supported"
    half = [5] * (n // 2) + [None] * (n - n // 2)
    assert (
        wave.in_groups(perception={**item, "answers": half}, **QUICK).verdicts["perception"]
        == "not testable"
    )
    assert (
        wave.in_groups(perception={**item, "answers": [1] * n}, **QUICK).verdicts["perception"]
        == "not supported"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"attributes": "colour"}, 'attribute "colour" is not in this network'),
        ({"attributes": ["size_class=huge"]}, 'no partner has size_class = "huge"'),
        ({"view": "public"}, 'option view: "public"'),
        ({"alpha": 2.0}, "option alpha: 2"),
        ({"draws": 0}, "option draws: 0"),
        ({"perception": {"question": "q", "answers": [1], "agree_at": 1}}, "1 answers given"),
        ({"perception": {"question": "q", "agree_at": 1}}, '"answers" is missing'),
        ({"correction": "none"}, "option correction"),
    ],
)
def test_what_cannot_be_asked_is_refused(wave, options, message):
    with pytest.raises(cw.InputError) as error:
        wave.in_groups(**{**QUICK, **options})
    assert message in str(error.value)


@pytest.mark.parametrize("n", [0, 1, 2, 8])
def test_small_networks_say_why_not(n):
    net = cw.Network.from_arrays(n, np.array([], dtype=int), np.array([], dtype=int))
    found = net.in_groups(**QUICK)
    assert set(found.verdicts.values()) == {"not testable"}
    assert all(found.reasons.values())
    assert found.to_frame().height == 0
    assert "<svg" in found.plot().to_svg()


def test_the_partnership_report_has_the_section(example, tmp_path):
    path = tmp_path / "report.html"
    example.report(path, conjunctions=[EXECUTIVES])
    text = path.read_text(encoding="utf-8")
    assert "Is there a meeting before the meeting?" in text
    assert "Ties of the closest set and of the others" in text
    example.report(path, audience="public")
    public = path.read_text(encoding="utf-8")
    assert "Is there a meeting before the meeting?" in public
    assert "Ties of the closest set and of the others" not in public


def test_the_example_of_the_documentation_runs(capsys):
    page = (Path(__file__).parents[2] / "docs" / "in-groups.md").read_text(encoding="utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    scope: dict[str, object] = {}
    exec(compile(code, "docs/in-groups.md", "exec"), scope)
    said = capsys.readouterr().out
    found = scope["found"]
    assert {found.verdicts[line] for line in ("structure", "composition", "access")} == {
        "supported"
    }
    # What can be known beforehand stands before what was found.
    assert said.index("No p can be below 0.0010") < said.index("The best fit of a closed set")
    assert said.count("assumed:") >= 8
