-- What comparing needs of each article, kept beside the mark that it was compared, so that an article that comes finds
-- single claims of others without their readings. What was compared before is compared anew.
DROP TABLE claim_key;
DROP TABLE fingerprint;
DROP TABLE compared;
DROP TABLE member;

-- `pressed` is zstd. `tokens` is the sum over the article's rows of the two tables below, `checked` the start of a hash
-- over this row.
CREATE TABLE compared (
    article BIGINT PRIMARY KEY REFERENCES article,
    version TEXT COLLATE "C" NOT NULL,
    length BIGINT NOT NULL,
    pressed BYTEA NOT NULL,
    tokens BIGINT NOT NULL,
    checked BIGINT NOT NULL
);

-- Keys by which statements find each other, those of some days together. Statements are numbered in their article, also
-- those that are nobody's claim; -1000000 is no period.
CREATE TABLE statement_key (
    period BIGINT NOT NULL,
    token BIGINT NOT NULL,
    article BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    PRIMARY KEY (period, token, article, statement)
);
CREATE INDEX statement_key_article ON statement_key (article);

-- Fingerprints by which articles find each other.
CREATE TABLE fingerprint (
    token BIGINT NOT NULL,
    article BIGINT NOT NULL,
    PRIMARY KEY (token, article)
);
CREATE INDEX fingerprint_article ON fingerprint (article);

-- `statement` is the number, in its claim, of the one that brought the claim into its group.
CREATE TABLE member (
    claim BIGINT PRIMARY KEY REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    cluster BYTEA NOT NULL,
    statement BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    checked BIGINT NOT NULL
);
CREATE INDEX member_cluster ON member (cluster);
