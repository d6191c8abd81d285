"""What a process that reads strangers' files may use up."""

from __future__ import annotations

import resource

_MEGABYTE = 1024 * 1024
ADDRESS_SPACE = 1024 * _MEGABYTE
"""A picture of twelve million pixels needs 50 MB; a bomb would take everything."""
OPEN_FILES = 64


def confine(*, processor_s: int | None = None) -> None:
    """No more than this from here on: memory, processor time, no file written, no core dump, few descriptors.

    Going beyond the processor time is death by signal; whoever asked must take that for a refusal.
    """
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    if processor_s is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s))


def allow_processor(seconds: int) -> None:
    """So much processor time from now on, for the next job of a process that has done others."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
