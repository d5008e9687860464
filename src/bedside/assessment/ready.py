"""Everything that is arranged once from the knowledge, arranged before the first patient asks."""

from __future__ import annotations

from bedside.assessment.flags import flags_by_finding, flags_without_findings
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.matrix import matrix_of
from bedside.assessment.words.lexicon import lexicon_of


def make_ready(knowledge: Knowledge) -> Knowledge:
    """Arrange words, conditions and flags for use, and return the knowledge.

    Without it the first interview does this within its turns, which then take a tenth of a second.
    """
    lexicon_of(knowledge)
    lexicon_of(knowledge, "clinician")
    matrix_of(knowledge)
    flags_by_finding(knowledge)
    flags_without_findings(knowledge)
    return knowledge
