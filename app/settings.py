"""Settings from the environment: ``CANCU_STORE``, ``CANCU_LANG``, ``CANCU_BASE``, ``CANCU_TOKEN`` and the rest."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Language = Literal["vi", "en"]


class Settings(BaseSettings):
    """What may be set from outside; every field is an environment variable ``CANCU_<NAME>``.

    ``store`` is a folder or ``sparql+http://…``; ``base`` the public address that all IRIs of the data begin with,
    read by ``ontology.identifiers`` when the process starts and only checked here; ``token`` switches uploading on;
    ``rate_limit`` counts requests a minute and client.
    """

    model_config = SettingsConfigDict(env_prefix="CANCU_", extra="ignore")

    store: str = ".cancu"
    lang: Language = "vi"
    base: str = Field(default="https://cancu.example", pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$")
    token: SecretStr | None = None
    max_upload_bytes: int = Field(default=50_000_000, gt=0)
    query_seconds: float = Field(default=30.0, gt=0, le=600)
    query_rows: int = Field(default=1_000_000, gt=0)
    rate_limit: int = Field(default=600, gt=0)
