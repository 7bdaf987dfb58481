"""Form fields and what is wrong with them, tied together for those who cannot see the page."""

import re

import pytest
from django import forms
from django.template import Context, Template

from portal.domain.page_parts import Choice

LEVELS = [
    ("1", Choice("1", "Initial", "Taken where it is found.", "1")),
    ("2", Choice("2", "Repeatable", "Some have a producer.", "2")),
]


class Register(forms.Form):
    use_required_attribute = False

    title = forms.CharField(
        label="Name", help_text="At most eight words", error_messages={"required": "Enter a name"}
    )
    outcome = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    owner = forms.ChoiceField(
        choices=[("", "Choose"), ("1", "Rui")], error_messages={"required": "Choose an owner"}
    )
    starts = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    evidence = forms.FileField(required=False)
    bucket = forms.ChoiceField(
        choices=[("efficiency", "Efficiency"), ("augmentation", "Augmentation")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a bucket"},
    )
    level = forms.ChoiceField(choices=LEVELS, widget=forms.RadioSelect, required=False)
    techniques = forms.MultipleChoiceField(
        choices=[("nlp", "NLP"), ("vision", "Vision")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    tell = forms.BooleanField(label="Tell me", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if self.data.get("title") == "twin":
            raise forms.ValidationError("One like it is there already")


def render(source: str, form: forms.Form, **values: object) -> str:
    markup = Template("{% load components %}" + source).render(Context({"form": form, **values}))
    return re.sub(r"\s*\n\s*", "", markup)


def test_a_field_has_a_label_a_hint_and_a_control_that_knows_them() -> None:
    markup = render("{% field form.title %}", Register())
    assert '<label for="id_title">Name</label>' in markup
    assert '<div class="st-hint" id="id_title_helptext">At most eight words</div>' in markup
    assert 'aria-describedby="id_title_helptext"' in markup
    assert 'class="form-control"' in markup
    assert "st-field--bad" not in markup


def test_a_mistake_stands_beside_its_field_in_the_same_words_as_on_top() -> None:
    form = Register({})
    markup = render("{% field form.title %}", form)
    assert "st-field--bad" in markup
    assert 'id="id_title_error"' in markup
    assert "Enter a name</span>" in markup
    assert 'aria-invalid="true"' in markup
    assert 'aria-describedby="id_title_helptext id_title_error"' in markup
    assert '<a href="#id_title">Enter a name</a>' in render("{% error_summary form %}", form)


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("outcome", '<textarea name="outcome" cols="40" rows="3" class="form-control"'),
        ("owner", 'class="form-select"'),
        ("starts", 'type="date"'),
        ("evidence", 'type="file"'),
    ],
)
def test_every_kind_of_control_has_its_look(name: str, piece: str) -> None:
    assert piece in render("{% field bound %}", Register(), bound=Register()[name])


def test_a_checkbox_stands_before_its_label() -> None:
    markup = render("{% field form.tell %}", Register())
    assert re.search(
        r'<label class="st-check"><input [^>]*form-check-input[^>]*><span>Tell me', markup
    )


def test_radio_buttons_are_a_group_with_a_legend() -> None:
    markup = render("{% field form.bucket %}", Register({}))
    assert '<fieldset class="st-field st-field--bad" id="id_bucket_group"' in markup
    assert 'aria-describedby="id_bucket_error"' in markup
    assert "<legend>Bucket</legend>" in markup
    assert markup.count('type="radio"') == 2


def test_a_card_carries_its_mark_and_its_explanation() -> None:
    markup = render("{% field form.level %}", Register(initial={"level": "2"}))
    assert '<span class="st-choice__n" aria-hidden="true">2</span>' in markup
    assert '<span class="st-choice__name">Repeatable</span>' in markup
    assert "Some have a producer." in markup
    assert markup.count("checked") == 1


@pytest.mark.parametrize(
    ("layout", "css"),
    [
        ("row", "st-choices--row"),
        ("stack", "st-choices--row st-choices--stack"),
        ("list", "st-choices--list"),
    ],
)
def test_choices_can_be_arranged(layout: str, css: str) -> None:
    markup = render("{% field form.techniques layout=layout %}", Register(), layout=layout)
    assert css in markup
    assert markup.count("form-check-input") == 2


def test_a_label_of_ours_takes_the_place_of_the_one_a_library_brings() -> None:
    markup = render('{% field form.title label="E-mail" hint=False %}', Register())
    assert ">E-mail</label>" in markup
    assert "helptext" not in markup


def test_a_placeholder_is_no_label() -> None:
    form = Register()
    form.fields["title"].widget.attrs["placeholder"] = "Name"
    assert "placeholder" not in render("{% field form.title %}", form)


def test_what_may_be_left_out_says_so() -> None:
    assert "Optional" in render("{% field form.outcome optional=True %}", Register())


def test_nothing_wrong_means_no_summary() -> None:
    assert render("{% error_summary form %}", Register()) == ""


def test_the_summary_takes_the_focus_and_leads_to_every_field() -> None:
    markup = render("{% error_summary form %}", Register({}))
    assert 'role="alert" tabindex="-1" data-takes-focus' in markup
    assert "There is a problem" in markup
    assert re.findall(r'href="#([\w-]+)"', markup) == ["id_title", "id_owner", "id_bucket_0"]


def test_the_target_of_every_link_is_a_control_on_the_page() -> None:
    form = Register({})
    page = render("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form)
    for target in re.findall(r'href="#([\w-]+)"', page):
        assert f'id="{target}"' in page


def test_what_concerns_the_whole_form_is_said_without_a_link() -> None:
    form = Register({"title": "twin", "owner": "1", "bucket": "efficiency"})
    assert "<li><span>One like it is there already</span></li>" in render(
        "{% error_summary form %}", form
    )


def test_a_hidden_field_that_went_wrong_is_not_silent() -> None:
    form = Register({"title": "a", "owner": "1", "bucket": "efficiency", "version": "x"})
    assert "Enter a whole number." in render("{% error_summary form %}", form)
