# A small image: CPU torch, no compiler in what runs, an ordinary user, the store in a volume.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
# The index with CPU builds first: the ordinary one brings gigabytes of GPU libraries.
RUN /opt/venv/bin/pip install --index-url https://download.pytorch.org/whl/cpu torch
WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY app app
COPY graph graph
COPY ingest ingest
COPY ontology ontology
COPY search search
# The driver of PostgreSQL and the server of the graph, for the larger set-up of compose.yaml.
RUN /opt/venv/bin/pip install ".[postgres]" "oxigraph>=0.5.7"

FROM python:3.11-slim-bookworm
# antiword and catdoc read old Word files; nothing else is needed from the system.
RUN apt-get update \
 && apt-get install -y --no-install-recommends antiword \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home cancu \
 && install -d -o cancu -g cancu /kho
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH CANCU_STORE=/kho OMP_NUM_THREADS=1 PYTHONUNBUFFERED=1
USER cancu
VOLUME /kho
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
# Inside a container the loopback is its own: what is published outside is the host's choice.
CMD ["cancu", "serve", "--host", "0.0.0.0", "--port", "8000"]
