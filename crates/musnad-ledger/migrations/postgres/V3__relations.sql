-- What the comparing found. None of it is authoritative: it can be dropped and found again from the readings.
-- `checked` is the start of a hash over the other columns. A claim keeps its key when its article is read anew, so the
-- references wait for the end of the transaction.

-- An article that was compared, and by which version of the comparing.
CREATE TABLE compared (
    article BIGINT PRIMARY KEY REFERENCES article,
    version TEXT COLLATE "C" NOT NULL,
    checked BIGINT NOT NULL
);

-- Keys by which claims that may say the same find each other; fingerprints by which articles do.
CREATE TABLE claim_key (
    claim BIGINT NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    token BIGINT NOT NULL,
    checked BIGINT NOT NULL,
    PRIMARY KEY (token, claim)
);
CREATE INDEX claim_key_claim ON claim_key (claim);

CREATE TABLE fingerprint (
    article BIGINT NOT NULL REFERENCES article,
    token BIGINT NOT NULL,
    checked BIGINT NOT NULL,
    PRIMARY KEY (token, article)
);
CREATE INDEX fingerprint_article ON fingerprint (article);

CREATE TABLE member (
    claim BIGINT PRIMARY KEY REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    cluster BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    checked BIGINT NOT NULL
);
CREATE INDEX member_cluster ON member (cluster);

-- `copy` repeats passages of `original`; `passages` is JSON: spans of the copy and of the original, in pairs.
CREATE TABLE copied (
    copy BIGINT NOT NULL REFERENCES article,
    original BIGINT NOT NULL REFERENCES article,
    kind TEXT COLLATE "C" NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    passages TEXT COLLATE "C" NOT NULL,
    checked BIGINT NOT NULL,
    PRIMARY KEY (copy, original)
);
CREATE INDEX copied_original ON copied (original);
