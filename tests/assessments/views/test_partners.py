from typing import Any

from django.urls import reverse

from assessments.models import Assessment, Partner
from tests.assessments.builders import draft, load_partner_framework, make_partner, published
from tests.conftest import Cast


def url(name: str, *args: int) -> Any:
    return reverse(f"assessments:partner-{name}", args=args)


def text(response: Any) -> Any:
    return response.content.decode()


def test_the_list_shows_each_partner_with_its_latest_result(cast: Cast) -> None:
    lead = cast.member("lead")
    north = make_partner(lead, "North", domain=cast.freight, provides="Document models")
    make_partner(lead, "South", domain=cast.retail)
    about = {"domain": cast.freight, "framework": load_partner_framework(), "partner": north}
    published(lead, {cast.contributor: {"owners": 3}}, **about)

    page = text(cast.client("lead").get(url("list")))

    assert "Document models" in page
    assert page.count("Not yet") == 1
    assert "<b>3.0</b>" in page
    assert "South" not in text(cast.client("lead").get(url("list"), {"q": "document"}))
    assert "South" not in text(cast.client("freight_owner").get(url("list")))


def test_a_partner_is_added_and_assessed_from_its_page(cast: Cast) -> None:
    client = cast.client("lead")
    load_partner_framework()
    data = {"name": "Northlight", "provides": "Models", "domain": cast.freight.pk}

    added = client.post(url("create"), data)
    row = Partner.objects.get()
    assert added["Location"] == url("detail", row.pk)
    assert "Not assessed yet" in text(client.get(url("detail", row.pk)))

    create = reverse("assessments:assessment-create")
    form = client.get(create, {"partner": row.pk}).context["form"]
    assert form.initial["partner"] == row.pk
    assert form.initial["domain"] == cast.freight.pk
    values = {key: value for key, value in form.initial.items() if value is not None}
    made = client.post(create, values | {"title": "Vendor review", "target_level": "3"})
    assert made.status_code == 302
    assert Assessment.objects.get().partner == row
    assert "Vendor review" in text(client.get(url("detail", row.pk)))


def test_a_framework_about_partners_without_one_is_refused_beside_the_field(cast: Cast) -> None:
    make_partner(cast.member("lead"), domain=cast.freight)
    values = {
        "title": "Vendor review",
        "domain": cast.freight.pk,
        "framework": load_partner_framework().pk,
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
        "target_level": "3",
    }
    refused = cast.client("lead").post(reverse("assessments:assessment-create"), values)

    assert refused.status_code == 422
    assert refused.context["form"].errors["partner"] == [
        "“Partner sample” is about a partner: choose which one."
    ]
    assert not Assessment.objects.exists()


def test_a_page_that_names_no_partner_of_yours_is_not_found(cast: Cast) -> None:
    client, create = cast.client("lead"), reverse("assessments:assessment-create")
    assert client.get(create, {"partner": "999"}).status_code == 404
    assert client.get(create, {"partner": "x" * 5000}).status_code == 200


def test_the_second_to_save_sees_both_versions_and_loses_nothing(cast: Cast) -> None:
    row = make_partner(cast.member("lead"), "North", domain=cast.freight)
    client = cast.client("lead")
    client.post(url("edit", row.pk), {"name": "Northlight", "provides": "", "version": 1})

    mine = {"name": "Nordlicht", "provides": "Models", "version": 1}
    late = client.post(url("edit", row.pk), mine)

    assert late.status_code == 412
    assert [(each.base, each.theirs, each.yours) for each in late.context["conflicts"]] == [
        ("North", "Northlight", "Nordlicht")
    ]
    assert Partner.objects.get().name == "Northlight"
    again = client.post(url("edit", row.pk), mine | {"version": 2})
    assert again.status_code == 302
    after = Partner.objects.get()
    assert (after.name, after.provides, after.version) == ("Nordlicht", "Models", 3)


def test_the_assessments_of_a_partner_stand_under_its_name(cast: Cast) -> None:
    lead = cast.member("lead")
    partner = make_partner(lead, "Northlight", domain=cast.freight)
    framework = load_partner_framework()
    draft(lead, title="Vendor review", domain=cast.freight, framework=framework, partner=partner)

    found = cast.client("lead").get(reverse("assessments:assessment-list"), {"q": "northl"})

    assert [row.partner for row in found.context["rows"]] == ["Northlight"]
    assert "Vendor review" in text(found)
