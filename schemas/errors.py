"""The one kind of error that is meant for the person at the keyboard."""


class TradefactsError(ValueError):
    """Something was refused. The message is a sentence: what, why, and the way out."""

    #: The exit status of a command that ends so.
    status = 1
