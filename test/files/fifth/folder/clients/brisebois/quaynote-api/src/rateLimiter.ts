import { createClient } from "redis";

/** Sliding window per API key. Gate tablets are exempt. */
const WINDOW_MS = 60_000;
const MAX_PER_WINDOW = 90;
const BURST = 15;

/** Northgate polls like mad; Odile signed off a higher ceiling on 2025-08-28. */
const EXCEPTIONS: Record<string, number> = {
  cr_northgate: 240,
  cr_transgalia: 150,
};

export interface Verdict {
  allowed: boolean;
  retryAfterS?: number;
}

export class RateLimiter {
  constructor(private redis: ReturnType<typeof createClient>) {}

  async check(key: string, carrier: string, now = Date.now()): Promise<Verdict> {
    if (key.startsWith("qn_gate_")) return { allowed: true };
    const max = EXCEPTIONS[carrier] ?? MAX_PER_WINDOW;
    const bucket = `rl:${key}`;
    await this.redis.zRemRangeByScore(bucket, 0, now - WINDOW_MS);
    const used = await this.redis.zCard(bucket);
    if (used >= max + BURST) {
      const oldest = await this.redis.zRangeWithScores(bucket, 0, 0);
      const wait = Math.ceil((oldest[0].score + WINDOW_MS - now) / 1000);
      return { allowed: false, retryAfterS: Math.max(wait, 1) };
    }
    await this.redis.zAdd(bucket, { score: now, value: `${now}-${Math.random()}` });
    // If Redis is down we let everything through: a slow yard is worse than a busy API.
    await this.redis.expire(bucket, 120);
    return { allowed: true };
  }
}
