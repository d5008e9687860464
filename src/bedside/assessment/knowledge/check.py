"""``python -m bedside.assessment.knowledge.check [FOLDER]``: does the knowledge fit together?"""

from __future__ import annotations

import sys

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.cases import failing_cases
from bedside.assessment.knowledge.load import load, load_folder
from bedside.assessment.knowledge.problems import BadKnowledge


def _counts(knowledge: Knowledge) -> str:
    return (
        f"{len(knowledge.symptoms)} symptoms, {len(knowledge.findings)} findings, "
        f"{len(knowledge.flags)} red flags, {len(knowledge.conditions)} conditions, "
        f"{len(knowledge.self_care)} self-care rules, version {knowledge.version}"
    )


def main(arguments: list[str]) -> int:
    """Print the counts, or every problem; the exit code is 0 only when there is none."""
    try:
        knowledge = load_folder(arguments[0]) if arguments else load()
    except BadKnowledge as error:
        sys.stdout.write("\n".join(error.problems) + f"\n{len(error.problems)} problems\n")
        return 1
    failed = failing_cases(knowledge)
    sys.stdout.write("".join(f"{line}\n" for line in failed) + _counts(knowledge) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
