"""The one error that the builder reports to a person."""


class BuildError(Exception):
    """Something a person can put right; the message is one line that says what, where and how."""
