"""Anchors: what nought to five looks like, criterion by criterion.

Each tuple runs from the worst case one can observe to the best, so five is always good news,
also where the subject is effort or cost.
"""

from typing import Final

type Anchors = tuple[str, str, str, str, str, str]

STRATEGIC_FIT: Final[Anchors] = (
    "Serves no aim that anybody has written down.",
    "Fits what the team does; the aim it serves cannot be named.",
    "Serves an aim in the team's own plan.",
    "Serves an aim in the domain's plan, with the indicator it moves.",
    "Serves an enterprise aim, with indicator and target.",
    "Named in the enterprise strategy: without it an aim is missed.",
)
FINANCIAL_BENEFIT: Final[Anchors] = (
    "None, or it costs more each year than it brings.",
    "Up to 0.1% of the domain's yearly cost.",
    "Up to 0.5% of the domain's yearly cost.",
    "Up to 1% of the domain's yearly cost.",
    "Up to 3% of the domain's yearly cost.",
    "More than 3% of the domain's yearly cost.",
)
CUSTOMER_BENEFIT: Final[Anchors] = (
    "Nobody served would notice, or some would be worse off.",
    "A few people would notice a small convenience.",
    "One group saves minutes each time.",
    "One group gets a faster or better answer; a survey would show it.",
    "Most people served gain; a published service indicator moves.",
    "Something people ask for and cannot get today becomes normal.",
)
RISK_REDUCTION: Final[Anchors] = (
    "Adds a risk and removes none.",
    "Changes no risk in any register.",
    "Lowers a minor risk in the domain's register.",
    "Lowers a major risk in the domain's register by one level.",
    "Lowers a risk in the enterprise register by one level.",
    "Closes an audit finding, a legal duty or a top enterprise risk.",
)
URGENCY: Final[Anchors] = (
    "Nothing is lost: it can start in any year with the same result.",
    "Part of one year's benefit is lost.",
    "One year's benefit is lost, nothing else.",
    "A backlog or a cost grows with every quarter.",
    "A dated window closes within two years: a contract, a system change.",
    "A date fixed by law or contract falls within twelve months.",
)
DATA_AVAILABILITY: Final[Anchors] = (
    "Nobody records the data.",
    "Recorded on paper or in personal files.",
    "Held in systems, without an owner or a permission to use it.",
    "Owner named and access agreed; quality not measured.",
    "Found through the catalogue, quality measured, gaps known.",
    "Under a data contract, quality watched, in use elsewhere.",
)
TECHNICAL_MATURITY: Final[Anchors] = (
    "Nobody is known to have made it work.",
    "Shown in research only.",
    "Shown by a supplier on the supplier's data.",
    "Tried here on our own data.",
    "In production at a comparable organisation.",
    "In production here, in another domain.",
)
INTEGRATION_EFFORT: Final[Anchors] = (
    "A core system has to be replaced first.",
    "Four or more systems have to change.",
    "Two or three systems have to change, with new interfaces.",
    "One system has to change.",
    "No system changes; documented interfaces are used as they are.",
    "Runs in a tool people have open already; nothing is connected.",
)
SKILLS: Final[Anchors] = (
    "Nobody can build it and nobody is being sought.",
    "Only outside help can build it; nobody here could run it.",
    "Outside help builds it while one person here learns to run it.",
    "The roles to build and run it are named, part-time.",
    "A named team has the time and has built something smaller.",
    "The same team runs something like it today.",
)
CHANGE_READINESS: Final[Anchors] = (
    "The people whose work changes have refused it.",
    "They have not been told.",
    "They have been told; their manager backs it.",
    "Some of them helped to describe it.",
    "Some of them tried it; training and time are planned.",
    "They ask for it, and the new procedure is agreed.",
)
AFFORDABILITY: Final[Anchors] = (
    "The cost is unknown.",
    "Known, and above the domain's yearly budget for change.",
    "Needs money from outside the domain; nobody has agreed.",
    "Money up to the end of the pilot is agreed.",
    "Building it and its first year are in an agreed budget.",
    "Building it and three years of running are in an agreed budget.",
)
