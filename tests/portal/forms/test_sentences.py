"""What a form says names the field it is about."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from portal.forms.sentences import Form
from tests.contracts.repository import ROOT

pytestmark = pytest.mark.django_db


class Everything(Form):
    title = forms.CharField(label="Title", max_length=5, min_length=2)
    owner = forms.ChoiceField(label="Owner", choices=[("1", "Kim")])
    tags = forms.MultipleChoiceField(label="Tags", choices=[("a", "A")])
    day = forms.DateField(label="First day")
    weeks = forms.IntegerField(label="Weeks", min_value=1, max_value=9)
    cost = forms.DecimalField(label="Cost", max_digits=4, decimal_places=2)
    mail = forms.EmailField(label="E-mail")
    agreed = forms.BooleanField(label="I agree")
    file = forms.FileField(label="Register")
    own = forms.CharField(label="Reason", error_messages={"required": "Say why."})

    def clean_mail(self) -> str:
        if self.cleaned_data["mail"] == "a@example.org":
            raise ValidationError("That one is taken.", code="taken")
        return str(self.cleaned_data["mail"])


def said(**data: Any) -> dict[str, str]:
    found = Everything(data).errors
    return {name: str(sentences[0]) for name, sentences in found.items()}


def test_what_is_missing_is_named() -> None:
    assert said() == {
        "title": "“Title” is needed.",
        "owner": "Choose an answer under “Owner”.",
        "tags": "Choose an answer under “Tags”.",
        "day": "Enter a date under “First day”.",
        "weeks": "“Weeks” is needed.",
        "cost": "“Cost” is needed.",
        "mail": "“E-mail” is needed.",
        "agreed": "Tick “I agree”.",
        "file": "Choose a file under “Register”.",
        "own": "Say why.",
    }


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title", "abcdefg", "“Title” takes 5 characters or fewer; this is 7."),
        ("title", "a", "“Title” takes 2 characters or more; this is 1."),
        ("owner", "9", "Choose one of the answers under “Owner”."),
        ("tags", ["z"], "Choose one of the answers under “Tags”."),
        ("day", "2026-02-30", "“First day” must be a real date, such as 2026-03-31."),
        ("weeks", "many", "“Weeks” must be a whole number."),
        ("weeks", "0", "“Weeks” must be 1 or more."),
        ("weeks", "10", "“Weeks” must be 9 or less."),
        ("cost", "much", "“Cost” must be a number."),
        ("cost", "1.234", "“Cost” has too many decimals: it takes 2."),
        ("cost", "123.4", "“Cost” is too large: it takes 2 digits before the point."),
        ("cost", "123456", "“Cost” is too long a number: it takes 4 digits."),
        ("mail", "nowhere", "“E-mail” must be an address like name@example.org."),
        ("mail", "a@example.org", "That one is taken."),
    ],
)
def test_what_cannot_be_read_is_named(name: str, value: Any, sentence: str) -> None:
    assert said(**{name: value})[name] == sentence


def test_every_form_of_the_portal_speaks_so() -> None:
    plain = [
        path
        for app in ("portal", "assessments", "portfolio")
        for path in sorted((ROOT / app).rglob("*.py"))
        if "(forms.Form)" in path.read_text() and path.name != "sentences.py"
    ]
    assert plain == []


def test_the_sign_in_speaks_so_too() -> None:
    page = Client().post(reverse("account_login"), {"login": "", "password": ""}).text
    assert "“E-mail” is needed." in page
    assert "“Password” is needed." in page
    assert "This field is required." not in page
