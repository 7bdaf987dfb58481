"""Evidence words: what plain descriptions say when they speak for a bucket.

Each entry is a regular expression for whole words, and counts once however often and in whatever
form it is found.
"""

from typing import Final

EFFICIENCY: Final = (
    r"automat\w*",
    r"reduc\w*",
    r"sav(?:e|es|ed|ing|ings)",
    r"faster",
    r"quick\w*",
    r"speed\w*",
    r"streamlin\w*",
    r"efficien\w*",
    r"manual(?:ly)?",
    r"repetitive",
    r"time[- ]consuming",
    r"transcri\w*",
    r"translat\w*",
    r"extract\w*",
    r"routing",
    r"triag\w*",
    r"backlog\w*",
    r"workload\w*",
    r"cost saving\w*",
    r"duplicat\w*",
)
AUGMENTATION: Final = (
    r"assist(?:s|ed|ing|ants?)?",
    r"support(?:s|ed|ing)? decisions?",
    r"decision[- ](?:support|making)",
    r"recommend\w*",
    r"advis\w*",
    r"insight\w*",
    r"co-?pilots?",
    r"help(?:s|ing)? \w+ (?:to )?(?:choose|decide|find|judge|notice|understand|write)",
    r"identif\w*",
    r"detect\w*",
    r"predict\w*",
    r"forecast\w*",
    r"diagnos\w*",
    r"analy(?:s[ei]s|[sz]e[sd]?|[sz]ing|tics)",
    r"draft\w*",
    r"brainstorm\w*",
    r"accura\w*",
    r"better decisions?",
    r"early warnings?",
    r"prioriti[sz]\w*",
)
TRANSFORMATION: Final = (
    r"transform(?:s|ed|ing|ative)?",
    r"reinvent\w*",
    r"redesign\w*",
    r"reimagin\w*",
    r"business models?",
    r"new (?:products?|services?|markets?|offers?|offerings?|revenue|business)",
    r"personali[sz]ed (?:offers?|services?|pric\w*|care|learning)",
    r"autonom\w*",
    r"self-driving",
    r"digital twins?",
    r"unmanned",
    r"end[- ]to[- ]end",
    r"novel (?:\w+ )?(?:drugs?|materials?|treatments?|designs?)",
    r"24/7",
    r"never (?:before )?possible",
    r"new way of",
)
