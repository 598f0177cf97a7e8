"""What can go wrong with a file that somebody sends."""

from hanaper.kernel.errors import Invalid, NotThere


class FileEmpty(Invalid):
    """The file has no bytes."""

    code = "files.empty"


class FileTooLarge(Invalid):
    """The file is larger than is taken."""

    code = "files.too-large"


class FileTypeRefused(Invalid):
    """The content is of no kind that is taken, or of another kind than was said."""

    code = "files.type-refused"


class FileHarmful(Invalid):
    """A scanner knows the content as harmful."""

    code = "files.harmful"


class FileNotThere(NotThere):
    """No such file in the asker's scope."""

    code = "files.not-there"
