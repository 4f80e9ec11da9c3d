-- What a file says of itself and what stands beside it, as MediaMetadata has it. An asset without a
-- row, or with one of an older version, is read again by the next run without being encoded again.
CREATE TABLE metadata (
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    captured_at INTEGER, -- seconds since 1970, UTC; NULL: the file's time counts
    camera TEXT,
    latitude REAL CHECK (latitude BETWEEN -90 AND 90), -- degrees, north and east positive
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    rating INTEGER CHECK (rating BETWEEN -1 AND 5), -- as in XMP: -1 is rejected
    has_sound INTEGER NOT NULL CHECK (has_sound IN (0, 1)),
    captions TEXT NOT NULL DEFAULT '', -- one a line
    tags TEXT NOT NULL DEFAULT '', -- one a line, as written
    CHECK ((latitude IS NULL) = (longitude IS NULL))
) STRICT;

-- For exact comparison: without regard to case, a hierarchy's levels apart and together.
CREATE TABLE tag (
    folded TEXT NOT NULL CHECK (folded <> ''),
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    PRIMARY KEY (folded, asset_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_by_asset ON tag(asset_id);

CREATE TABLE subtitle (
    id INTEGER PRIMARY KEY,
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    start_seconds REAL NOT NULL CHECK (start_seconds >= 0),
    end_seconds REAL NOT NULL CHECK (end_seconds >= start_seconds),
    line TEXT NOT NULL
) STRICT;

CREATE INDEX subtitle_by_asset ON subtitle(asset_id);

-- The words of its folders and name. A library of the first schema starts with the path as it is,
-- which the tokenizer splits at all but changes of case.
ALTER TABLE path ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE path SET words = path;

-- Keywords: full-text indexes over the tables above, kept by triggers, so that no way of changing a
-- table, a cascade included, can forget them.
CREATE VIRTUAL TABLE path_text USING fts5(
    words, content = 'path', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE metadata_text USING fts5(
    captions, tags, content = 'metadata', content_rowid = 'asset_id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE subtitle_text USING fts5(
    line, content = 'subtitle', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO path_text (path_text) VALUES ('rebuild');

CREATE TRIGGER path_text_insert AFTER INSERT ON path BEGIN
    INSERT INTO path_text (rowid, words) VALUES (NEW.id, NEW.words);
END;
CREATE TRIGGER path_text_update AFTER UPDATE OF words ON path WHEN NEW.words <> OLD.words BEGIN
    INSERT INTO path_text (path_text, rowid, words) VALUES ('delete', OLD.id, OLD.words);
    INSERT INTO path_text (rowid, words) VALUES (NEW.id, NEW.words);
END;
CREATE TRIGGER path_text_delete AFTER DELETE ON path BEGIN
    INSERT INTO path_text (path_text, rowid, words) VALUES ('delete', OLD.id, OLD.words);
END;

CREATE TRIGGER metadata_text_insert AFTER INSERT ON metadata BEGIN
    INSERT INTO metadata_text (rowid, captions, tags)
    VALUES (NEW.asset_id, NEW.captions, NEW.tags);
END;
CREATE TRIGGER metadata_text_delete AFTER DELETE ON metadata BEGIN
    INSERT INTO metadata_text (metadata_text, rowid, captions, tags)
    VALUES ('delete', OLD.asset_id, OLD.captions, OLD.tags);
END;
CREATE TRIGGER metadata_is_replaced_whole BEFORE UPDATE ON metadata BEGIN
    SELECT RAISE(ABORT, 'a row of metadata is deleted and inserted, not updated');
END;

CREATE TRIGGER subtitle_text_insert AFTER INSERT ON subtitle BEGIN
    INSERT INTO subtitle_text (rowid, line) VALUES (NEW.id, NEW.line);
END;
CREATE TRIGGER subtitle_text_delete AFTER DELETE ON subtitle BEGIN
    INSERT INTO subtitle_text (subtitle_text, rowid, line) VALUES ('delete', OLD.id, OLD.line);
END;
CREATE TRIGGER subtitle_is_replaced_whole BEFORE UPDATE ON subtitle BEGIN
    SELECT RAISE(ABORT, 'a line of subtitles is deleted and inserted, not updated');
END;
