"""Planning an import: what a file would become here, and everything that stands in its way."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import rfc8785
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.assessment_content_checks import content_errors
from assessments.domain.assessment_contents import (
    Content,
    FileRespondent,
    ReadFile,
    read_content,
)
from assessments.domain.assessment_files import HEAD, FileError
from assessments.domain.framework_data import framework_to_data
from assessments.domain.frameworks import Framework, FrameworkInvalid
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.numbered import number_in
from assessments.models import Assessment, AssessmentImport, FrameworkVersion, Partner
from assessments.selectors.frameworks import framework_of
from assessments.selectors.respondents import people_who_may_answer
from assessments.services.assessment_file_reading import read_assessment_file
from assessments.services.framework_files import checked_framework
from assessments.services.framework_use import SubjectMismatch, require_subject
from portal.domain.roles import Capability, Member, require
from portal.models import Domain, User
from portal.selectors.domains import domain_at, names_down_to

ARROW = " › "
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would become here.

    Parameters
    ----------
    errors
        Everything that stands in the way, in the order of the file.
    notes
        What is not taken over, or becomes another; no error.
    content, framework, domain
        None while an error keeps them from being known.
    version
        The framework as it is here; None where it comes with the file.
    partner
        Who is assessed, where it is not the domain.
    people
        Address to the id of the person, in small letters.
    numbered
        What the file calls a respondent, in small letters, to the number they come in under.
    earlier
        The assessment that the same file became before, as it is called now.
    """

    sha256: str
    errors: tuple[FileError, ...]
    notes: tuple[str, ...] = ()
    content: Content | None = None
    framework: Framework | None = None
    version: FrameworkVersion | None = None
    domain: Domain | None = None
    partner: Partner | None = None
    people: Mapping[str, int] = field(default_factory=dict)
    numbered: Mapping[str, int] = field(default_factory=dict)
    earlier: Assessment | None = None

    @property
    def is_refused(self) -> bool:
        """Whether something stands in the way."""
        return bool(self.errors)

    @property
    def state(self) -> AssessmentState | None:
        """In what state it would be: what was published is closed, and is published here anew."""
        return _state_here(self.content) if self.content else None


def plan_import(
    source: bytes, *, filename: str, domain: Domain | None, by: Member, at: datetime
) -> ImportPlan:
    """Say what a file would become, writing nothing.

    Parameters
    ----------
    source, filename
        The bytes, and what the file is called.
    domain
        Where it is to go; None for the domain that the file names.
    by, at
        Who wants it, and when.

    Raises
    ------
    FileRefused
        When it is larger than 10 MB, or a workbook that is not safe to open.
    NotAllowed
        When the member may not run assessments in the domain that was chosen.
    """
    sha256 = hashlib.sha256(source).hexdigest()
    read = read_assessment_file(source, filename=filename)
    content, errors = read_content(read)
    if domain is not None:
        require(by, Capability.RUN_ASSESSMENT, domain.path)
    if content is None:
        return ImportPlan(sha256, errors)
    finds = _Finds(read, content, by)
    target = domain or finds.domain()
    version, framework = finds.framework()
    if framework is not None:
        finds.errors += content_errors(read, framework, content)
    partner = finds.partner(target, framework)
    people, numbered = finds.people(today=localdate(at))
    return ImportPlan(
        sha256=sha256,
        errors=tuple(finds.errors),
        notes=(*_notes(content, target), *_notes_on_numbers(numbered, content)),
        content=content,
        framework=framework,
        version=version,
        domain=target,
        partner=partner,
        people=people,
        numbered=numbered,
        earlier=earlier_import(sha256),
    )


def _state_here(content: Content) -> AssessmentState:
    state = content.set_up.state
    return AssessmentState.CLOSED if state is AssessmentState.PUBLISHED else state


def earlier_import(sha256: str) -> Assessment | None:
    """Return the latest assessment that the same file became before."""
    known = AssessmentImport.objects.filter(sha256=sha256, assessment__isnull=False)
    row = known.select_related("assessment").order_by("pk").last()
    return row.assessment if row else None


class _Finds:
    """Looks up here what a file names, and collects what is not to be found."""

    def __init__(self, read: ReadFile, content: Content, by: Member) -> None:
        self.errors: list[FileError] = []
        self._read = read
        self._content = content
        self._by = by

    def _wrong(self, column: str, sentence: str) -> None:
        self.errors.append(FileError(self._read.place(HEAD, None, column), sentence))

    def domain(self) -> Domain | None:
        names = self._content.set_up.domain
        found = domain_at(names)
        if found is not None and self._by.can(Capability.RUN_ASSESSMENT, found.path):
            return found
        sentence = _("There is no “%(path)s” here in which you may run assessments. Choose one.")
        self._wrong("domain", sentence % {"path": ARROW.join(names)[:200]})
        return None

    def framework(self) -> tuple[FrameworkVersion | None, Framework | None]:
        told = self._content.framework
        rows = FrameworkVersion.objects.filter(key=told.key, version=told.version)
        row = rows.first()
        words = {"key": told.key[:80], "version": told.version[:40]}
        if row is None:
            return None, self._framework_of_file(words)
        if row.state == FrameworkVersion.State.DRAFT:
            sentence = _("“%(key)s” %(version)s is a draft here. Publish or discard it first.")
            self._wrong("framework.sha256", sentence % words)
        elif row.sha256 != told.sha256:
            sentence = _("“%(key)s” %(version)s is here with other content, so answers would lie.")
            self._wrong("framework.sha256", sentence % words)
        else:
            return row, framework_of(row)
        return None, None

    def _framework_of_file(self, words: Mapping[str, str]) -> Framework | None:
        told = self._content.framework
        if not self._by.can(Capability.MANAGE_FRAMEWORKS):
            sentence = _(
                "The framework “%(key)s” %(version)s is not here. Ask somebody who may load "
                "frameworks to import this file."
            )
            self._wrong("framework.key", sentence % words)
            return None
        try:
            framework = checked_framework(told.data)
        except FrameworkInvalid as refusal:
            for problem in refusal.problems:
                self._wrong(f"framework.data.{problem.path}", problem.sentence)
            return None
        digest = hashlib.sha256(rfc8785.dumps(framework_to_data(framework))).hexdigest()
        is_the_named = (framework.key, framework.version) == (told.key, told.version)
        if digest != told.sha256 or not is_the_named:
            self._wrong(
                "framework.sha256",
                _("The framework in the file is not the one whose fingerprint it gives."),
            )
            return None
        return framework

    def partner(self, domain: Domain | None, framework: Framework | None) -> Partner | None:
        name = self._content.set_up.partner
        if domain is None:
            return None
        found = Partner.objects.filter(name__iexact=name, domain=domain).first() if name else None
        if name and found is None:
            sentence = _("“%(domain)s” has no partner “%(name)s”. Add it first.")
            self._wrong("partner", sentence % {"domain": domain.name, "name": name[:80]})
        elif framework is not None:
            asked = FrameworkVersion(title=framework.title, subject=framework.subject.value)
            try:
                require_subject(asked, partner=found, domain=domain)
            except SubjectMismatch as refusal:
                self._wrong("partner", refusal.sentence)
        return found

    def people(self, *, today: date) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Find the respondents: those with an account, and those who come in under a number."""
        told = {each.email.lower(): number_in(each.email) for each in self._content.respondents}
        numbered = {text: number for text, number in told.items() if number is not None}
        wanted = told.keys() - numbered.keys() - {""}
        known = User.objects.filter(email__in=wanted, is_stand_in=False)
        here = dict(known.values_list("email", "pk"))
        if _state_here(self._content) is AssessmentState.CLOSED:
            # Nobody answers it any more, so whoever left is still who said it.
            return here, numbered | _next_numbers(sorted(wanted - here.keys()), numbered)
        able = {each.email.lower(): each.pk for each in people_who_may_answer(today=today)}
        for each in self._content.respondents:
            if each.email.lower() in wanted - able.keys():
                self._missing(each, is_here=each.email.lower() in here)
        return {email: able[email] for email in wanted & able.keys()}, numbered

    def _missing(self, each: FileRespondent, *, is_here: bool) -> None:
        sentence = (
            _("“%(email)s” is not active here, or may not answer assessments.")
            if is_here
            else _("Nobody here has the address “%(email)s”.")
        )
        place = self._read.place("respondents", each.number, "email")
        self.errors.append(FileError(place, sentence % {"email": each.email[:200]}))


def _next_numbers(addresses: list[str], taken: Mapping[str, int]) -> dict[str, int]:
    """Give numbers to those without an account, after those whom the file numbers."""
    first = max(taken.values(), default=0) + 1
    return dict(zip(addresses, range(first, first + len(addresses)), strict=True))


def _notes(content: Content, domain: Domain | None) -> list[str]:
    notes = []
    names = content.set_up.domain
    if domain is not None and (here := names_down_to(domain)) != names:
        words = {"there": ARROW.join(names), "here": ARROW.join(here)}
        notes.append(_("It comes from “%(there)s” and goes to “%(here)s”.") % words)
    if content.was_published:
        notes.append(
            _("Its result was published there. Here it is closed: publish it to have the result.")
        )
    if content.set_up.campaign:
        sentence = _("It belongs to the campaign “%(title)s” there. Here it stands on its own.")
        notes.append(sentence % {"title": content.set_up.campaign})
    if missing := _without_account(content):
        sentence = _("%(who)s is named there and has no account here, so the name is left out.")
        notes.append(sentence % {"who": ", ".join(missing)})
    files = sum(bool(each.file_name) for each in content.evidence)
    if files:
        sentence = ngettext(
            "%(count)s file of evidence is named in it, and its content is not: it stays behind.",
            "%(count)s files of evidence are named in it, and their content is not: "
            "they stay behind.",
            files,
        )
        notes.append(sentence % {"count": files})
    return notes


def _without_account(content: Content) -> list[str]:
    """Return the addresses of who led or settled it and has no account here."""
    told = {content.set_up.facilitator, *(each.settled_by for each in content.settled)} - {""}
    here = User.objects.filter(email__in={each.lower() for each in told})
    known = set(here.values_list("email", flat=True))
    return sorted(each for each in told if each.lower() not in known)


def _notes_on_numbers(numbered: Mapping[str, int], content: Content) -> list[str]:
    notes = []
    if _state_here(content) is not AssessmentState.CLOSED and numbered:
        notes.append(
            _("Who is named by a number cannot sign in here, so nobody answers for them any more.")
        )
    unknown = sorted(each for each in numbered if number_in(each) is None)
    if unknown:
        sentence = ngettext(
            "%(count)s respondent has no account here and comes in under a number: %(who)s. "
            "To keep the name, add the person first.",
            "%(count)s respondents have no account here and come in under numbers: %(who)s. "
            "To keep the names, add the people first.",
            len(unknown),
        )
        shown = ", ".join(unknown[:MOST_NAMED]) + ("…" if len(unknown) > MOST_NAMED else "")
        notes.append(sentence % {"count": len(unknown), "who": shown})
    elif numbered:
        sentence = ngettext(
            "%(count)s respondent comes with a number in place of a name.",
            "%(count)s respondents come with numbers in place of names.",
            len(numbered),
        )
        notes.append(sentence % {"count": len(numbered)})
    return notes
