"""Work outside of a request: declared, done, done again after a failure, given up.

Not for what a reader waits for. What is due at a certain time stands in `cms.schedule`.
"""

from cms.core.jobs.declared import Job, PersonalArgumentError, job

__all__ = ["Job", "PersonalArgumentError", "job"]
