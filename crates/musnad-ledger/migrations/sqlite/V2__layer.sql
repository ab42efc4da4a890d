-- The machine's layer: what the newest reading of each article says, with people's operations applied.
-- All of it is made from the records, and made again when a reading or an operation comes.
-- Days are counted from 1970-01-01, -1000000 is an unknown one; `words` are the terms of src/words.rs.

-- `key` is that of the article.
CREATE TABLE story (
    key INTEGER PRIMARY KEY REFERENCES article,
    outlet TEXT,
    title TEXT,
    author TEXT,
    url TEXT,
    language TEXT NOT NULL,
    day INTEGER NOT NULL,
    arrived INTEGER NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX story_day ON story (day, key);
CREATE INDEX story_outlet ON story (outlet, day, key);

-- Across articles. `names` are all its names, sorted, a line each; `name` the longest. `main` is the entity that this one was merged into, or itself.
CREATE TABLE entity (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    main INTEGER NOT NULL,
    names TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX entity_main ON entity (main);

-- In one article: the name first, then what else it is called, a line each.
CREATE TABLE named (
    article INTEGER NOT NULL REFERENCES article,
    entity INTEGER NOT NULL REFERENCES entity,
    names TEXT NOT NULL,
    PRIMARY KEY (entity, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_article ON named (article);

-- `state`: 1 confirmed, 2 said by people to be no claim, 4 source set by people. `spans` is JSON: source, cue, content.
CREATE TABLE claim (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article,
    local TEXT NOT NULL,
    outlet TEXT,
    day INTEGER NOT NULL,
    speaker TEXT,
    entity INTEGER REFERENCES entity,
    via TEXT,
    parent INTEGER,
    stance TEXT NOT NULL,
    mode TEXT NOT NULL,
    negated INTEGER NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    content TEXT NOT NULL,
    spans TEXT NOT NULL,
    state INTEGER NOT NULL,
    credibility INTEGER,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX claim_article ON claim (article);
CREATE INDEX claim_day ON claim (day, key);
CREATE INDEX claim_entity ON claim (entity, day, key);
CREATE INDEX claim_stance ON claim (stance, day, key);
CREATE INDEX claim_outlet ON claim (outlet, day, key);

-- Who is named in the content of a claim.
CREATE TABLE about (
    claim INTEGER NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    entity INTEGER NOT NULL REFERENCES entity,
    PRIMARY KEY (entity, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX about_claim ON about (claim);

CREATE TABLE place (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    lat REAL,
    lon REAL,
    radius REAL,
    geonames INTEGER,
    folded TEXT NOT NULL
) STRICT;
CREATE INDEX place_folded ON place (folded);
CREATE INDEX place_country ON place (country);

-- Places and days in the content of a claim.
CREATE TABLE spot (
    claim INTEGER NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    place INTEGER NOT NULL REFERENCES place,
    PRIMARY KEY (place, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX spot_claim ON spot (claim);

CREATE TABLE moment (
    claim INTEGER NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (claim, first, last)
) STRICT, WITHOUT ROWID;
CREATE INDEX moment_first ON moment (first, last);

-- What is claimed, or narrated by the article itself where `claim` is null.
CREATE TABLE proposition (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article,
    claim INTEGER REFERENCES claim,
    ordinal INTEGER NOT NULL,
    frame TEXT NOT NULL,
    polarity TEXT NOT NULL,
    day INTEGER NOT NULL
) STRICT;
CREATE INDEX proposition_article ON proposition (article);
CREATE INDEX proposition_claim ON proposition (claim);
CREATE INDEX proposition_frame ON proposition (frame, day, key);

-- Who or what fills a role, with the entity, place and days that its words name.
CREATE TABLE role (
    proposition INTEGER NOT NULL REFERENCES proposition,
    role TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    words TEXT NOT NULL,
    entity INTEGER REFERENCES entity,
    place INTEGER REFERENCES place,
    first INTEGER,
    last INTEGER,
    PRIMARY KEY (proposition, role, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_entity ON role (entity);
CREATE INDEX role_place ON role (place);
