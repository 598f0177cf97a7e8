"""What can go wrong with the audit trail's keys and files."""

from hanaper.kernel.errors import HanaperError


class SealKeyWrong(HanaperError):
    """The key that signs chain heads is not 32 bytes as URL-safe base64."""

    code = "audit.seal-key-wrong"
