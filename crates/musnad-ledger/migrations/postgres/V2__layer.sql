-- The machine's layer: what the newest reading of each article says, with people's operations applied.
-- All of it is made from the records, and made again when a reading or an operation comes.
-- Days are counted from 1970-01-01, -1000000 is an unknown one; `words` are the terms of src/words.rs.

-- `key` is that of the article.
CREATE TABLE story (
    key BIGINT PRIMARY KEY REFERENCES article,
    outlet TEXT COLLATE "C",
    title TEXT COLLATE "C",
    author TEXT COLLATE "C",
    url TEXT COLLATE "C",
    language TEXT COLLATE "C" NOT NULL,
    day BIGINT NOT NULL,
    arrived BIGINT NOT NULL,
    words TEXT COLLATE "C" NOT NULL
);
CREATE INDEX story_day ON story (day, key);
CREATE INDEX story_outlet ON story (outlet, day, key);

-- Across articles. `names` are all its names, sorted, a line each; `name` the longest. `main` is the entity that this one was merged into, or itself.
CREATE TABLE entity (
    key BIGINT PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    main BIGINT NOT NULL,
    names TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL
);
CREATE INDEX entity_main ON entity (main);

-- In one article: the name first, then what else it is called, a line each.
CREATE TABLE named (
    article BIGINT NOT NULL REFERENCES article,
    entity BIGINT NOT NULL REFERENCES entity,
    names TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (entity, article)
);
CREATE INDEX named_article ON named (article);

-- `state`: 1 confirmed, 2 said by people to be no claim, 4 source set by people. `spans` is JSON: source, cue, content.
CREATE TABLE claim (
    key BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    article BIGINT NOT NULL REFERENCES article,
    local TEXT COLLATE "C" NOT NULL,
    outlet TEXT COLLATE "C",
    day BIGINT NOT NULL,
    speaker TEXT COLLATE "C",
    entity BIGINT REFERENCES entity,
    via TEXT COLLATE "C",
    parent BIGINT,
    stance TEXT COLLATE "C" NOT NULL,
    mode TEXT COLLATE "C" NOT NULL,
    negated BIGINT NOT NULL,
    rule TEXT COLLATE "C" NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    spans TEXT COLLATE "C" NOT NULL,
    state BIGINT NOT NULL,
    credibility BIGINT,
    words TEXT COLLATE "C" NOT NULL
);
CREATE INDEX claim_article ON claim (article);
CREATE INDEX claim_day ON claim (day, key);
CREATE INDEX claim_entity ON claim (entity, day, key);
CREATE INDEX claim_stance ON claim (stance, day, key);
CREATE INDEX claim_outlet ON claim (outlet, day, key);

-- Who is named in the content of a claim.
CREATE TABLE about (
    claim BIGINT NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    entity BIGINT NOT NULL REFERENCES entity,
    PRIMARY KEY (entity, claim)
);
CREATE INDEX about_claim ON about (claim);

CREATE TABLE place (
    key BIGINT PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C",
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    radius DOUBLE PRECISION,
    geonames BIGINT,
    folded TEXT COLLATE "C" NOT NULL
);
CREATE INDEX place_folded ON place (folded);
CREATE INDEX place_country ON place (country);

-- Places and days in the content of a claim.
CREATE TABLE spot (
    claim BIGINT NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    place BIGINT NOT NULL REFERENCES place,
    PRIMARY KEY (place, claim)
);
CREATE INDEX spot_claim ON spot (claim);

CREATE TABLE moment (
    claim BIGINT NOT NULL REFERENCES claim DEFERRABLE INITIALLY DEFERRED,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (claim, first, last)
);
CREATE INDEX moment_first ON moment (first, last);

-- What is claimed, or narrated by the article itself where `claim` is null.
CREATE TABLE proposition (
    key BIGINT PRIMARY KEY,
    article BIGINT NOT NULL REFERENCES article,
    claim BIGINT REFERENCES claim,
    ordinal BIGINT NOT NULL,
    frame TEXT COLLATE "C" NOT NULL,
    polarity TEXT COLLATE "C" NOT NULL,
    day BIGINT NOT NULL
);
CREATE INDEX proposition_article ON proposition (article);
CREATE INDEX proposition_claim ON proposition (claim);
CREATE INDEX proposition_frame ON proposition (frame, day, key);

-- Who or what fills a role, with the entity, place and days that its words name.
CREATE TABLE role (
    proposition BIGINT NOT NULL REFERENCES proposition,
    role TEXT COLLATE "C" NOT NULL,
    ordinal BIGINT NOT NULL,
    start BIGINT NOT NULL,
    stop BIGINT NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    entity BIGINT REFERENCES entity,
    place BIGINT REFERENCES place,
    first BIGINT,
    last BIGINT,
    PRIMARY KEY (proposition, role, ordinal)
);
CREATE INDEX role_entity ON role (entity);
CREATE INDEX role_place ON role (place);
