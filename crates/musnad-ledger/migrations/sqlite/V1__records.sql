-- What was added, and the chained log over it. Nothing here is ever changed; only what must be forgotten is deleted.
-- Every other table can be made again from these.

-- A number, what was added (document, arrival, reading, operation, tombstone), its id, the hash of its content,
-- milliseconds since 1970 and the hash of all this and of the entry before. src/id.rs has the byte rules.
CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

-- `pressed` is zstd; `checked` the start of its SHA-256. Documents and readings are pressed with the text of their article as dictionary.
CREATE TABLE body (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    length INTEGER NOT NULL,
    pressed BLOB NOT NULL,
    checked INTEGER NOT NULL
) STRICT;

CREATE TABLE document (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    body INTEGER NOT NULL REFERENCES body,
    length INTEGER NOT NULL,
    pressed BLOB NOT NULL,
    checked INTEGER NOT NULL
) STRICT;
CREATE INDEX document_body ON document (body);

CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    body INTEGER NOT NULL REFERENCES body
) STRICT;
CREATE INDEX article_body ON article (body);

CREATE TABLE arrival (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article,
    document INTEGER REFERENCES document,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX arrival_article ON arrival (article);
CREATE INDEX arrival_document ON arrival (document);

CREATE TABLE reading (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article,
    engine TEXT NOT NULL,
    pack TEXT NOT NULL,
    length INTEGER NOT NULL,
    pressed BLOB NOT NULL,
    checked INTEGER NOT NULL
) STRICT;
CREATE INDEX reading_article ON reading (article);

-- `active` is 0 for what was undone.
CREATE TABLE operation (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    active INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;

-- What an operation is about: claim:…, article:…, entity:…, outlet:…, operation:…
CREATE TABLE concern (
    operation INTEGER NOT NULL REFERENCES operation,
    subject TEXT NOT NULL,
    PRIMARY KEY (subject, operation)
) STRICT, WITHOUT ROWID;
CREATE INDEX concern_operation ON concern (operation);

CREATE TABLE tombstone (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    article BLOB NOT NULL UNIQUE,
    json TEXT NOT NULL
) STRICT;
