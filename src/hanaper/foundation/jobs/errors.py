"""What can go wrong with jobs."""

from hanaper.kernel.errors import HanaperError, NotThere


class JobNotThere(NotThere):
    """No job of that id, or none that has failed."""

    code = "jobs.not-there"


class DatabaseAway(HanaperError):
    """The worker could not reach the database for longer than it may wait."""

    code = "jobs.database-away"
