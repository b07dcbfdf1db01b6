"""The vocabulary, the registers and the only place that mints IRIs."""
