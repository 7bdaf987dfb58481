"""Anchors: what nought to five looks like, criterion by criterion.

Each tuple runs from the worst case one can observe to the best, so five is always good news,
also where the subject is effort or cost.
"""

from typing import Final

from portal.domain.wording import gettext_noop

type Anchors = tuple[str, str, str, str, str, str]

STRATEGIC_FIT: Final[Anchors] = (
    gettext_noop("Serves no aim that anybody has written down."),
    gettext_noop("Fits what the team does; the aim it serves cannot be named."),
    gettext_noop("Serves an aim in the team's own plan."),
    gettext_noop("Serves an aim in the domain's plan, with the indicator it moves."),
    gettext_noop("Serves an enterprise aim, with indicator and target."),
    gettext_noop("Named in the enterprise strategy: without it an aim is missed."),
)
FINANCIAL_BENEFIT: Final[Anchors] = (
    gettext_noop("None, or it costs more each year than it brings."),
    gettext_noop("Up to 0.1% of the domain's yearly cost."),
    gettext_noop("Up to 0.5% of the domain's yearly cost."),
    gettext_noop("Up to 1% of the domain's yearly cost."),
    gettext_noop("Up to 3% of the domain's yearly cost."),
    gettext_noop("More than 3% of the domain's yearly cost."),
)
CUSTOMER_BENEFIT: Final[Anchors] = (
    gettext_noop("Nobody served would notice, or some would be worse off."),
    gettext_noop("A few people would notice a small convenience."),
    gettext_noop("One group saves minutes each time."),
    gettext_noop("One group gets a faster or better answer; a survey would show it."),
    gettext_noop("Most people served gain; a published service indicator moves."),
    gettext_noop("Something people ask for and cannot get today becomes normal."),
)
RISK_REDUCTION: Final[Anchors] = (
    gettext_noop("Adds a risk and removes none."),
    gettext_noop("Changes no risk in any register."),
    gettext_noop("Lowers a minor risk in the domain's register."),
    gettext_noop("Lowers a major risk in the domain's register by one level."),
    gettext_noop("Lowers a risk in the enterprise register by one level."),
    gettext_noop("Closes an audit finding, a legal duty or a top enterprise risk."),
)
URGENCY: Final[Anchors] = (
    gettext_noop("Nothing is lost: it can start in any year with the same result."),
    gettext_noop("Part of one year's benefit is lost."),
    gettext_noop("One year's benefit is lost, nothing else."),
    gettext_noop("A backlog or a cost grows with every quarter."),
    gettext_noop("A dated window closes within two years: a contract, a system change."),
    gettext_noop("A date fixed by law or contract falls within twelve months."),
)
DATA_AVAILABILITY: Final[Anchors] = (
    gettext_noop("Nobody records the data."),
    gettext_noop("Recorded on paper or in personal files."),
    gettext_noop("Held in systems, without an owner or a permission to use it."),
    gettext_noop("Owner named and access agreed; quality not measured."),
    gettext_noop("Found through the catalogue, quality measured, gaps known."),
    gettext_noop("Under a data contract, quality watched, in use elsewhere."),
)
TECHNICAL_MATURITY: Final[Anchors] = (
    gettext_noop("Nobody is known to have made it work."),
    gettext_noop("Shown in research only."),
    gettext_noop("Shown by a supplier on the supplier's data."),
    gettext_noop("Tried here on our own data."),
    gettext_noop("In production at a comparable organisation."),
    gettext_noop("In production here, in another domain."),
)
INTEGRATION_EFFORT: Final[Anchors] = (
    gettext_noop("A core system has to be replaced first."),
    gettext_noop("Four or more systems have to change."),
    gettext_noop("Two or three systems have to change, with new interfaces."),
    gettext_noop("One system has to change."),
    gettext_noop("No system changes; documented interfaces are used as they are."),
    gettext_noop("Runs in a tool people have open already; nothing is connected."),
)
SKILLS: Final[Anchors] = (
    gettext_noop("Nobody can build it and nobody is being sought."),
    gettext_noop("Only outside help can build it; nobody here could run it."),
    gettext_noop("Outside help builds it while one person here learns to run it."),
    gettext_noop("The roles to build and run it are named, part-time."),
    gettext_noop("A named team has the time and has built something smaller."),
    gettext_noop("The same team runs something like it today."),
)
CHANGE_READINESS: Final[Anchors] = (
    gettext_noop("The people whose work changes have refused it."),
    gettext_noop("They have not been told."),
    gettext_noop("They have been told; their manager backs it."),
    gettext_noop("Some of them helped to describe it."),
    gettext_noop("Some of them tried it; training and time are planned."),
    gettext_noop("They ask for it, and the new procedure is agreed."),
)
AFFORDABILITY: Final[Anchors] = (
    gettext_noop("The cost is unknown."),
    gettext_noop("Known, and above the domain's yearly budget for change."),
    gettext_noop("Needs money from outside the domain; nobody has agreed."),
    gettext_noop("Money up to the end of the pilot is agreed."),
    gettext_noop("Building it and its first year are in an agreed budget."),
    gettext_noop("Building it and three years of running are in an agreed budget."),
)
