"""What can go wrong with satisfaction."""

from hanaper.kernel.errors import NotThere


class QuestionNotOpen(NotThere):
    """No such question is open to the reader: answered, declined, over, or somebody else's. All look alike."""

    code = "satisfaction.question-not-open"
