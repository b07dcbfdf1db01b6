"""The index on a PostgreSQL server with pgvector, for when one machine is outgrown; chosen by ``CANCU_INDEX``."""
