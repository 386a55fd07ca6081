"""What a worker of a cluster does with a batch: nothing is made with another theme than was hashed."""

from collections.abc import Iterable, Iterator

from support import TODAY, MakeShelf, Shelf, guide

from handouts.export.cluster_worker import Answer, _crew, make
from handouts.export.export import Options, export
from handouts.export.planners import leaflets
from handouts.export.runner import TIMEOUT
from handouts.export.task import Made, Task
from handouts.library.library import Selection


class Sent:
    """Hands the tasks of an export to a worker, as a cluster would."""

    def __init__(self, made: Shelf) -> None:
        self.made = made
        self.tasks: tuple[Task, ...] = ()
        self.answer = Answer((), {})

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        self.tasks = tuple(tasks)
        self.answer = make(self.made.root.resolve(), self.tasks, TIMEOUT)
        yield from zip(self.tasks, self.answer.made, strict=True)

    def close(self) -> None:
        """Do nothing."""


def sent(made: Shelf) -> Sent:
    found = Sent(made)
    options = Options(made.out, TODAY, html_only=True)
    export(made.library, Selection(), options, planner=leaflets, runner=lambda _: found)
    return found


def test_a_worker_loads_a_changed_theme_and_refuses_one_that_was_not_hashed(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "styles/library.css": "p { color: #111111 }"})
    earlier = sent(made)
    assert "#111111" in made.html().read_text()
    (made.root / "styles/library.css").write_text("p { color: #222222 }")
    sent(made)
    assert "#222222" in made.html().read_text()
    assert make(made.root.resolve(), earlier.tasks, TIMEOUT) == Answer((), earlier.answer.versions, ("styles",))
    task = earlier.tasks[0]
    (made.root / "styles/library.css").write_text("p { color: #111111 }")
    other = Task(task.job, task.library, inputs={**task.inputs, "versions": "other"})
    assert make(made.root.resolve(), (other,), TIMEOUT).differs == ("versions",)
    _crew.dismiss()
    assert _crew.idle == []
