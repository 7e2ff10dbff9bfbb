"""Settings: `base` for everyone, then one module for each way of running."""
