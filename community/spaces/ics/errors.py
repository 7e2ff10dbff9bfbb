"""Why a calendar from elsewhere could not be had."""

from enum import StrEnum


class Fault(StrEnum):
    """In the words of the table (`IcsSource.Failure`)."""

    ADDRESS = "address"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    SLOW = "slow"
    LARGE = "large"
    UNREADABLE = "unreadable"
    MANY = "many"


class SourceError(Exception):
    """`fault` says what is wrong; nothing of the address stands in the text."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
