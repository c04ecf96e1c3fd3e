"""When nights begin: systemd's user timers where there are any, a line of the crontab elsewhere."""

from undefault.scheduling.crontab import Crontab
from undefault.scheduling.job import Job
from undefault.scheduling.scheduler import Scheduler
from undefault.scheduling.systemd import Systemd

__all__ = ["Crontab", "Job", "Scheduler", "Systemd"]
