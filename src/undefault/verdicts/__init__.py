"""From losses to verdicts: skill, the regret and its interval, looks at growing evidence, and correction for many."""
