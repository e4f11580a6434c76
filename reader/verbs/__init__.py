"""What each verb of the command line runs: results on standard output, the rest on standard error.

A room a family of verbs. What is heavy is imported by the verb that needs it, when it runs.
"""

from argparse import Namespace
from collections.abc import Callable

from reader.verbs.analyse import (
    run_entities,
    run_export_corrections,
    run_import_corrections,
    run_summary,
)
from reader.verbs.documents import run_list, run_show
from reader.verbs.maintain import run_doctor, run_index
from reader.verbs.notes import run_notes
from reader.verbs.search import run_search

RUNS: dict[str, Callable[[Namespace], int]] = {
    "list": run_list,
    "show": run_show,
    "search": run_search,
    "summary": run_summary,
    "entities": run_entities,
    "entities export": run_export_corrections,
    "entities import": run_import_corrections,
    "notes": run_notes,
    "index": run_index,
    "doctor": run_doctor,
}
"""Each takes the parsed options and gives the exit status; raises ReaderError."""
