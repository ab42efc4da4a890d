-- What was added, and the chained log over it. Nothing here is ever changed; only what must be forgotten is deleted.
-- Every other table can be made again from these.

-- A number, what was added (document, arrival, reading, operation, tombstone), its id, the hash of its content,
-- milliseconds since 1970 and the hash of all this and of the entry before. src/id.rs has the byte rules.
CREATE TABLE log (
    seq BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    subject BYTEA NOT NULL UNIQUE,
    digest BYTEA NOT NULL,
    at BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

-- `pressed` is zstd; `checked` the start of its SHA-256. Documents and readings are pressed with the text of their article as dictionary.
CREATE TABLE body (
    key BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    length BIGINT NOT NULL,
    pressed BYTEA NOT NULL,
    checked BIGINT NOT NULL
);

CREATE TABLE document (
    key BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    body BIGINT NOT NULL REFERENCES body,
    length BIGINT NOT NULL,
    pressed BYTEA NOT NULL,
    checked BIGINT NOT NULL
);
CREATE INDEX document_body ON document (body);

CREATE TABLE article (
    key BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    body BIGINT NOT NULL REFERENCES body
);
CREATE INDEX article_body ON article (body);

CREATE TABLE arrival (
    key BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    article BIGINT NOT NULL REFERENCES article,
    document BIGINT REFERENCES document,
    json TEXT COLLATE "C" NOT NULL
);
CREATE INDEX arrival_article ON arrival (article);
CREATE INDEX arrival_document ON arrival (document);

CREATE TABLE reading (
    key BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    article BIGINT NOT NULL REFERENCES article,
    engine TEXT COLLATE "C" NOT NULL,
    pack TEXT COLLATE "C" NOT NULL,
    length BIGINT NOT NULL,
    pressed BYTEA NOT NULL,
    checked BIGINT NOT NULL
);
CREATE INDEX reading_article ON reading (article);

-- `active` is 0 for what was undone.
CREATE TABLE operation (
    key BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    active BIGINT NOT NULL,
    json TEXT COLLATE "C" NOT NULL
);

-- What an operation is about: claim:…, article:…, entity:…, outlet:…, operation:…
CREATE TABLE concern (
    operation BIGINT NOT NULL REFERENCES operation,
    subject TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (subject, operation)
);
CREATE INDEX concern_operation ON concern (operation);

CREATE TABLE tombstone (
    key BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    article BYTEA NOT NULL UNIQUE,
    json TEXT COLLATE "C" NOT NULL
);
