-- What the comparing found. None of it is authoritative: it can be dropped and found again from the readings.
-- `checked` is the start of a hash over the other columns. A claim keeps its key when its article is read anew, so the
-- references wait for the end of the transaction.

-- An article that was compared, and by which version of the comparing.
CREATE TABLE compared (
    article INTEGER PRIMARY KEY REFERENCES article,
    version TEXT NOT NULL,
    checked INTEGER NOT NULL
) STRICT;

-- Keys by which claims that may say the same find each other; fingerprints by which articles do.
CREATE TABLE claim_key (
    claim INTEGER NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    token INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    PRIMARY KEY (token, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_key_claim ON claim_key (claim);

CREATE TABLE fingerprint (
    article INTEGER NOT NULL REFERENCES article,
    token INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    PRIMARY KEY (token, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX fingerprint_article ON fingerprint (article);

CREATE TABLE member (
    claim INTEGER PRIMARY KEY REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    cluster BLOB NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    checked INTEGER NOT NULL
) STRICT;
CREATE INDEX member_cluster ON member (cluster);

-- `copy` repeats passages of `original`; `passages` is JSON: spans of the copy and of the original, in pairs.
CREATE TABLE copied (
    copy INTEGER NOT NULL REFERENCES article,
    original INTEGER NOT NULL REFERENCES article,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    passages TEXT NOT NULL,
    checked INTEGER NOT NULL,
    PRIMARY KEY (copy, original)
) STRICT, WITHOUT ROWID;
CREATE INDEX copied_original ON copied (original);
