-- Indexes of the terms in `words`. The terms are made by src/words.rs, the same for both databases, and
-- are no linguistics of the database: unicode61 would cut words at their vowel marks, so none may be in them.

CREATE VIRTUAL TABLE claim_words USING fts5 (words, content = 'claim', content_rowid = 'key', detail = none, tokenize = "unicode61 remove_diacritics 0");
CREATE TRIGGER claim_added AFTER INSERT ON claim BEGIN
    INSERT INTO claim_words (rowid, words) VALUES (new.key, new.words);
END;
CREATE TRIGGER claim_gone AFTER DELETE ON claim BEGIN
    INSERT INTO claim_words (claim_words, rowid, words) VALUES ('delete', old.key, old.words);
END;
CREATE TRIGGER claim_changed AFTER UPDATE OF words ON claim BEGIN
    INSERT INTO claim_words (claim_words, rowid, words) VALUES ('delete', old.key, old.words);
    INSERT INTO claim_words (rowid, words) VALUES (new.key, new.words);
END;

CREATE VIRTUAL TABLE story_words USING fts5 (words, content = 'story', content_rowid = 'key', detail = none, tokenize = "unicode61 remove_diacritics 0");
CREATE TRIGGER story_added AFTER INSERT ON story BEGIN
    INSERT INTO story_words (rowid, words) VALUES (new.key, new.words);
END;
CREATE TRIGGER story_gone AFTER DELETE ON story BEGIN
    INSERT INTO story_words (story_words, rowid, words) VALUES ('delete', old.key, old.words);
END;
CREATE TRIGGER story_changed AFTER UPDATE OF words ON story BEGIN
    INSERT INTO story_words (story_words, rowid, words) VALUES ('delete', old.key, old.words);
    INSERT INTO story_words (rowid, words) VALUES (new.key, new.words);
END;

CREATE VIRTUAL TABLE entity_words USING fts5 (words, content = 'entity', content_rowid = 'key', detail = none, tokenize = "unicode61 remove_diacritics 0");
CREATE TRIGGER entity_added AFTER INSERT ON entity BEGIN
    INSERT INTO entity_words (rowid, words) VALUES (new.key, new.words);
END;
CREATE TRIGGER entity_gone AFTER DELETE ON entity BEGIN
    INSERT INTO entity_words (entity_words, rowid, words) VALUES ('delete', old.key, old.words);
END;
CREATE TRIGGER entity_changed AFTER UPDATE OF words ON entity BEGIN
    INSERT INTO entity_words (entity_words, rowid, words) VALUES ('delete', old.key, old.words);
    INSERT INTO entity_words (rowid, words) VALUES (new.key, new.words);
END;
