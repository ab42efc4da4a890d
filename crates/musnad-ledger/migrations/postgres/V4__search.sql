-- Indexes of the terms in `words`. The terms are made by src/words.rs, the same for both databases, and
-- are no linguistics of the database: no parser and no dictionary of PostgreSQL sees them.

ALTER TABLE claim ADD COLUMN lexemes TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) STORED;
CREATE INDEX claim_lexemes ON claim USING gin (lexemes);

ALTER TABLE story ADD COLUMN lexemes TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) STORED;
CREATE INDEX story_lexemes ON story USING gin (lexemes);

ALTER TABLE entity ADD COLUMN lexemes TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) STORED;
CREATE INDEX entity_lexemes ON entity USING gin (lexemes);
