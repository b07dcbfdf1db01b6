-- One edition of the index: the tables of one format, model and dimension, in a schema of their own.
-- Placeholders in braces are filled in by search.postgres.editions: {dimension} a number, nothing else.

-- What a reader sees: the document versions of one state of the store, in order. Written once, never changed.
CREATE TABLE generation (
    number integer PRIMARY KEY,
    state text NOT NULL,
    codes integer[] NOT NULL,             -- document versions, in the order of their rows
    listed integer[] NOT NULL,            -- those that have a node, in the order of the list of documents
    encoded integer NOT NULL,
    accents bytea NOT NULL,               -- the spelling model of the corpus
    superseded timestamptz                -- when the next generation was written
);

-- One version of a document with all its records; another text gives another version.
CREATE TABLE document (
    code integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    iri text NOT NULL,
    digest bytea NOT NULL,
    node json,
    duties integer NOT NULL,
    passages integer NOT NULL,
    tasks integer NOT NULL,
    windows integer NOT NULL,
    words bigint[] NOT NULL               -- how many words each field of each shelf has
);

CREATE TABLE duties (
    document integer NOT NULL REFERENCES document ON DELETE CASCADE,
    place integer NOT NULL,
    record json NOT NULL,
    PRIMARY KEY (document, place)
);

CREATE TABLE passages (LIKE duties INCLUDING INDEXES);
ALTER TABLE passages ADD FOREIGN KEY (document) REFERENCES document ON DELETE CASCADE;

-- Units of search; the vector stays in the row, where a scan reads it without another look-up.
CREATE TABLE tasks (
    document integer NOT NULL REFERENCES document ON DELETE CASCADE,
    place integer NOT NULL,
    record json NOT NULL,
    fingerprint bytea NOT NULL,           -- SHA-256 of the words encoded
    embedding vector({dimension}) NOT NULL,
    PRIMARY KEY (document, place)
);
ALTER TABLE tasks ALTER COLUMN embedding SET STORAGE PLAIN;
CREATE INDEX ON tasks (fingerprint);

CREATE TABLE windows (LIKE tasks INCLUDING INDEXES INCLUDING STORAGE);
ALTER TABLE windows ADD FOREIGN KEY (document) REFERENCES document ON DELETE CASCADE;

-- Folded words and pairs of words; a term stands for one field of one shelf.
CREATE TABLE term (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    field smallint NOT NULL,
    word text COLLATE "C" NOT NULL,
    UNIQUE (field, word)
);

-- In how many units a term stands, from a generation on.
CREATE TABLE term_count (
    term integer NOT NULL REFERENCES term ON DELETE CASCADE,
    since integer NOT NULL,
    units integer NOT NULL,
    PRIMARY KEY (term, since)
);
CREATE INDEX ON term_count (since);

-- The terms of one field of one unit, in order, with how often each stands there (two bytes each, little-endian).
CREATE TABLE task_terms (
    document integer NOT NULL REFERENCES document ON DELETE CASCADE,
    place integer NOT NULL,
    field smallint NOT NULL,
    length integer NOT NULL,
    terms integer[] NOT NULL,
    counts bytea NOT NULL,
    PRIMARY KEY (document, place, field)
);

CREATE TABLE window_terms (LIKE task_terms INCLUDING INDEXES);
ALTER TABLE window_terms ADD FOREIGN KEY (document) REFERENCES document ON DELETE CASCADE;

-- Vectors computed for a generation that is not written yet: what a crash leaves is not computed again.
CREATE TABLE encoded (
    fingerprint bytea PRIMARY KEY,
    embedding vector({dimension}) NOT NULL
);
