"""Drafts are changed part by part or as text, and two people at once lose nothing."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import FrameworkVersion
from assessments.services.framework_drafts import draft_copy, publish_draft
from assessments.services.framework_files import framework_file, read_framework
from tests.assessments.builders import load_small, small_framework
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def draft(cast: Cast) -> FrameworkVersion:
    return draft_copy(load_small(), version="2", by=cast.member("lead"), at=NOW)


def url(name: str, row: FrameworkVersion, key: str = "") -> str:
    args = [row.pk, key] if key else [row.pk]
    return reverse(f"assessments:framework-{name}", args=args)


def text(response: Any) -> Any:
    return response.content.decode()


def posted(response: Any) -> dict[str, Any]:
    """What a browser would send back from the page as it stands."""
    form = response.context["form"]
    return {
        name: value
        for name in form.fields
        if (value := form.get_initial_for_field(form.fields[name], name)) is not None
    }


def now(row: FrameworkVersion) -> FrameworkVersion:
    return FrameworkVersion.objects.get(pk=row.pk)


def keys(row: FrameworkVersion, layer: str) -> list[str]:
    found = next(each for each in now(row).data["layers"] if each["key"] == layer)
    return [each["key"] for each in found["capabilities"]]


def test_a_copy_is_started_from_the_page_of_a_version(cast: Cast) -> None:
    base, client = load_small(), cast.client("lead")
    assert "Draft a copy" in text(client.get(url("detail", base)))

    taken = client.post(url("copy", base), {"version": "1", "key": "sample", "title": "Sample"})
    assert (taken.status_code, list(taken.context["form"].errors)) == (422, ["version"])
    made = client.post(url("copy", base), {"version": "2", "key": "sample", "title": "Sample"})
    row = FrameworkVersion.objects.get(version="2")
    assert made["Location"] == url("edit", row)
    assert "Draft" in text(client.get(reverse("assessments:framework-list")))
    assert "version 2" not in text(
        cast.client("executive").get(reverse("assessments:framework-list"))
    )


def test_title_and_summary_are_changed_in_the_outline(cast: Cast, draft: FrameworkVersion) -> None:
    client = cast.client("lead")
    data = posted(client.get(url("edit", draft))) | {"title": "Renamed", "summary": "In short."}

    assert client.post(url("edit", draft), data).status_code == 302

    after = now(draft)
    assert (after.title, after.summary, after.row_version) == ("Renamed", "In short.", 2)


def test_a_capability_is_changed_with_its_levels_and_steps(
    cast: Cast, draft: FrameworkVersion
) -> None:
    client = cast.client("lead")
    page = url("capability-edit", draft, "lineage")
    data = posted(client.get(page)) | {
        "title": "Data lineage",
        "weight": "2.5",
        "level_3": "Every table names its sources.",
        "step_2_effort": "4",
        "step_2_weeks": "12",
        "step_2_who": "Data owner",
        "step_2_unlocks": ["catalogue", "owners"],
        "layer": "mlops",
    }

    saved = client.post(page, data)

    assert saved["Location"] == f"{url('edit', draft)}#lineage"
    layer = next(each for each in now(draft).data["layers"] if each["key"] == "mlops")
    found = layer["capabilities"][-1]
    assert (found["key"], found["title"], found["weight"]) == ("lineage", "Data lineage", 2.5)
    assert found["levels"][2] == {"level": 3, "text": "Every table names its sources."}
    assert {name: found["steps"][1][name] for name in ("effort", "weeks", "who", "unlocks")} == {
        "effort": 4,
        "weeks": 12,
        "who": "Data owner",
        "unlocks": ["catalogue", "owners"],
    }
    assert keys(draft, "data") == ["catalogue"]


def test_a_layer_and_a_capability_are_added_and_still_have_to_be_written(
    cast: Cast, draft: FrameworkVersion
) -> None:
    client = cast.client("lead")
    data = posted(client.get(url("layer-create", draft))) | {
        "title": "Trust & safety",
        "summary": "What must not happen.",
        "stands_on": ["governance"],
        "capability": "Red teaming",
    }
    assert client.post(url("layer-create", draft), data).status_code == 302
    assert keys(draft, "trust-safety") == ["red-teaming"]

    create = url("capability-create", draft)
    data = posted(client.get(create, {"layer": "trust-safety"})) | {"title": "Misuse"}
    added = client.post(create, data)
    assert added["Location"] == url("capability-edit", draft, "misuse")
    assert keys(draft, "trust-safety") == ["red-teaming", "misuse"]

    page = text(client.get(url("edit", draft)))
    assert "2 parts are still to be written" in page
    assert "“Misuse” is still to be written: the question, level 1," in page
    refused = client.post(url("publish", draft), {"version": now(draft).row_version})
    assert refused.status_code == 422
    assert now(draft).state == "draft"


def test_a_layer_is_changed_and_cannot_stand_in_a_circle(
    cast: Cast, draft: FrameworkVersion
) -> None:
    client, page = cast.client("lead"), url("layer-edit", draft, "governance")
    data = posted(client.get(page)) | {"title": "Rules", "stands_on": ["strategy"]}

    refused = client.post(page, data)

    assert refused.status_code == 422
    assert "in a circle" in text(refused)
    assert client.post(page, data | {"stands_on": []}).status_code == 302
    assert now(draft).data["layers"][0]["title"] == "Rules"


def test_rows_move_and_go_with_every_reference_to_them(cast: Cast, draft: FrameworkVersion) -> None:
    client = cast.client("lead")

    def arrange(what: str, key: str, do: str) -> int:
        data = {"what": what, "key": key, "do": do, "version": now(draft).row_version}
        return int(client.post(url("arrange", draft), data).status_code)

    assert arrange("capability", "lineage", "up") == 302
    assert keys(draft, "data") == ["lineage", "catalogue"]
    assert arrange("layer", "data", "up") == 302
    assert [each["key"] for each in now(draft).data["layers"]][:3] == [
        "governance",
        "data",
        "strategy",
    ]
    assert arrange("capability", "lineage", "remove") == 302
    assert arrange("capability", "catalogue", "remove") == 422
    assert keys(draft, "data") == ["catalogue"]
    assert arrange("layer", "data", "remove") == 302
    after = now(draft).data["layers"]
    assert "data" not in [each["key"] for each in after]
    assert next(each for each in after if each["key"] == "mlops")["stands_on"] == []
    stale = {"what": "layer", "key": "people", "do": "remove", "version": 1}
    assert client.post(url("arrange", draft), stale).status_code == 412
    assert arrange("layer", "nowhere", "remove") == 422
    assert arrange("layer", "people", "sideways") == 404


def test_two_people_on_two_capabilities_both_get_through(
    cast: Cast, draft: FrameworkVersion
) -> None:
    client = cast.client("lead")
    one, two = (url("capability-edit", draft, key) for key in ("lineage", "catalogue"))
    mine, theirs = posted(client.get(one)), posted(client.get(two))
    client.post(two, theirs | {"title": "Their catalogue"})

    saved = client.post(one, mine | {"title": "My lineage"})

    assert saved.status_code == 302
    titles = [each["title"] for each in now(draft).data["layers"][2]["capabilities"]]
    assert titles == ["Their catalogue", "My lineage"]
    assert now(draft).row_version == 3


def test_two_people_on_the_same_words_see_both_and_lose_nothing(
    cast: Cast, draft: FrameworkVersion
) -> None:
    client, page = cast.client("lead"), url("capability-edit", draft, "lineage")
    before = posted(client.get(page))
    client.post(page, before | {"level_1": "Theirs.", "question": "Their question?"})

    late = client.post(page, before | {"level_1": "Mine."})

    assert late.status_code == 412
    rows = {each.label: (each.base, each.theirs, each.yours) for each in late.context["conflicts"]}
    assert rows["Level 1, initial"] == ("lineage at 1", "Theirs.", "Mine.")
    assert late.context["conflict_who"] == "Lead"
    form = late.context["form"]
    assert form["level_1"].value() == "Mine."
    assert form["question"].value() == "Their question?"
    assert now(draft).row_version == 2
    again = client.post(page, {name: form[name].value() for name in form.fields})
    assert again.status_code == 302
    _, found = now(draft).data["layers"][2]["capabilities"]
    assert found["levels"][0]["text"] == "Mine."
    assert found["question"] == "Their question?"


def test_a_base_that_was_tampered_with_harms_nobody(cast: Cast, draft: FrameworkVersion) -> None:
    client, page = cast.client("lead"), url("edit", draft)
    before = posted(client.get(page))
    client.post(page, before | {"title": "Theirs"})
    for base in ("[", "[1]", '"x"', '{"title": {"a": []}}'):
        answer = client.post(page, before | {"title": "Mine", "base": base})
        assert answer.status_code in {302, 412}


def test_a_draft_is_changed_as_text_with_problems_on_their_lines(
    cast: Cast, draft: FrameworkVersion
) -> None:
    client, page = cast.client("lead"), url("text", draft)
    data = posted(client.get(page))
    assert read_framework(data["text"].encode(), name="x").version == "2"

    broken = data["text"].replace("weight: 1.0", "weight: none", 1)
    line = broken[: broken.index("weight: none")].count("\n") + 1
    refused = client.post(page, data | {"text": broken})
    assert refused.status_code == 422
    assert f"line {line}: the weight of “Owners” must be a number, not text" in text(refused)
    assert "weight: none" in text(refused)
    assert now(draft).row_version == 1

    saved = client.post(page, data | {"text": data["text"].replace("title: Owners", "title: Own")})
    assert saved.status_code == 302
    assert now(draft).data["layers"][0]["capabilities"][0]["title"] == "Own"


def test_a_file_replaces_the_text(cast: Cast, draft: FrameworkVersion) -> None:
    client = cast.client("lead")
    source = framework_file(draft.data).replace("A small one.", "From a file.").encode()
    data = {"text": "nonsense", "version": 1, "file": SimpleUploadedFile("own.yaml", source)}
    assert client.post(url("text", draft), data).status_code == 302
    assert now(draft).summary == "From a file."


def test_the_second_text_stands_beside_the_first(cast: Cast, draft: FrameworkVersion) -> None:
    client, page = cast.client("lead"), url("text", draft)
    data = posted(client.get(page))
    client.post(page, data | {"text": data["text"].replace("A small one.", "Theirs.")})

    late = client.post(page, data | {"text": data["text"].replace("A small one.", "Mine.")})

    assert late.status_code == 412
    assert "Mine." in late.context["form"]["text"].value()
    assert "Theirs." in late.context["theirs"]
    assert now(draft).summary == "Theirs."
    form = late.context["form"]
    again = {"text": form["text"].value(), "version": form["version"].value()}
    assert client.post(page, again).status_code == 302
    assert now(draft).summary == "Mine."


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        ("&anchor Sample", "names a part for repeating"),
        ("*anchor", "repeats an earlier part"),
        ("!!python/object:os.system x", "is not read. Remove it"),
        ("Sample\ntitle: Twice", "is given twice"),
    ],
)
def test_what_yaml_could_smuggle_in_is_refused_with_its_line(
    cast: Cast, draft: FrameworkVersion, slip: str, sentence: str
) -> None:
    client, page = cast.client("lead"), url("text", draft)
    data = posted(client.get(page))
    source = data["text"].replace("title: Sample", f"title: {slip}", 1)
    refused = client.post(page, data | {"text": source})
    assert refused.status_code == 422
    assert re.search(rf"line \d+: .*{sentence}", text(refused))
    assert now(draft).row_version == 1


def test_a_draft_is_published_retired_and_downloaded(cast: Cast, draft: FrameworkVersion) -> None:
    client = cast.client("lead")
    stale = client.post(url("publish", draft), {"version": 7})
    assert (stale.status_code, now(draft).state) == (412, "draft")

    client.post(url("publish", draft), {"version": 1})
    assert now(draft).state == "published"
    assert client.get(url("edit", draft)).status_code == 409
    assert "Retire" in text(client.get(url("detail", draft)))
    client.post(url("retire", draft))
    assert now(draft).state == "retired"
    assert "Retired" in text(client.get(url("detail", draft)))
    file = cast.client("executive").get(url("download", draft))
    assert read_framework(file.content, name="x").key == small_framework().key


def test_a_draft_is_discarded(cast: Cast, draft: FrameworkVersion) -> None:
    cast.client("lead").post(url("discard", draft), {"version": 1})
    assert not FrameworkVersion.objects.filter(pk=draft.pk).exists()


def test_only_versions_in_use_are_offered_for_a_new_assessment(
    cast: Cast, draft: FrameworkVersion
) -> None:
    def offered(client: Client) -> list[int]:
        form = client.get(reverse("assessments:assessment-create")).context["form"]
        return [pk for pk, _label in form.fields["framework"].choices]

    client = cast.client("lead")
    assert draft.pk not in offered(client)
    publish_draft(draft, by=cast.member("lead"), at=NOW)
    assert draft.pk in offered(client)
    client.post(url("retire", draft))
    assert draft.pk not in offered(client)
