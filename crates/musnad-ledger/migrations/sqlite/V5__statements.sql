-- What comparing needs of each article, kept beside the mark that it was compared, so that an article that comes finds
-- single claims of others without their readings. What was compared before is compared anew.
DROP TABLE claim_key;
DROP TABLE fingerprint;
DROP TABLE compared;
DROP TABLE member;

-- `pressed` is zstd. `tokens` is the sum over the article's rows of the two tables below, `checked` the start of a hash
-- over this row.
CREATE TABLE compared (
    article INTEGER PRIMARY KEY REFERENCES article,
    version TEXT NOT NULL,
    length INTEGER NOT NULL,
    pressed BLOB NOT NULL,
    tokens INTEGER NOT NULL,
    checked INTEGER NOT NULL
) STRICT;

-- Keys by which statements find each other, those of some days together. Statements are numbered in their article, also
-- those that are nobody's claim; -1000000 is no period.
CREATE TABLE statement_key (
    period INTEGER NOT NULL,
    token INTEGER NOT NULL,
    article INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (period, token, article, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_key_article ON statement_key (article);

-- Fingerprints by which articles find each other.
CREATE TABLE fingerprint (
    token INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (token, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX fingerprint_article ON fingerprint (article);

-- `statement` is the number, in its claim, of the one that brought the claim into its group.
CREATE TABLE member (
    claim INTEGER PRIMARY KEY REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    cluster BLOB NOT NULL,
    statement INTEGER NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    checked INTEGER NOT NULL
) STRICT;
CREATE INDEX member_cluster ON member (cluster);
