CREATE TABLE asset (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content_hash BLOB NOT NULL UNIQUE CHECK (length(content_hash) = 16), -- XXH3, 128 bits
    byte_size INTEGER NOT NULL CHECK (byte_size >= 0),
    type TEXT NOT NULL CHECK (type IN ('image', 'audio', 'video')),
    width INTEGER CHECK (width > 0),
    height INTEGER CHECK (height > 0),
    duration_seconds REAL CHECK (duration_seconds >= 0), taken_at INTEGER,
    CHECK ((width IS NULL) = (height IS NULL)),
    CHECK (type <> 'image' OR duration_seconds IS NULL)
) STRICT;

CREATE INDEX asset_by_time ON asset(taken_at);

CREATE VIEW asset_time AS
SELECT asset.id AS asset_id, coalesce(
    (SELECT captured_at FROM metadata WHERE metadata.asset_id = asset.id),
    (SELECT min(mtime_ns) FROM path WHERE path.asset_id = asset.id) / 1000000000) AS taken_at
FROM asset;

CREATE TABLE coverage (
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE, is_unencodable INTEGER NOT NULL DEFAULT 0
    CHECK (is_unencodable IN (0, 1)),
    PRIMARY KEY (asset_id, space_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX coverage_by_space ON coverage(space_id);

CREATE TABLE embedding (
    segment_id INTEGER NOT NULL REFERENCES segment(id) ON DELETE CASCADE,
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE,
    vector BLOB NOT NULL CHECK (length(vector) > 0 AND length(vector) % 4 = 0),
    PRIMARY KEY (segment_id, space_id)
) STRICT;

CREATE INDEX embedding_by_space ON embedding(space_id);

CREATE TRIGGER embedding_fits_its_space BEFORE INSERT ON embedding
WHEN length(NEW.vector) <> 4 * (SELECT dimension FROM space WHERE id = NEW.space_id)
BEGIN
    SELECT RAISE(ABORT, 'the vector does not have the dimension of its space');
END;

CREATE TRIGGER index_change_delete AFTER DELETE ON embedding
WHEN EXISTS (SELECT 1 FROM index_file WHERE space_id = OLD.space_id)
BEGIN
    INSERT INTO index_change VALUES (OLD.space_id, OLD.segment_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER index_change_insert AFTER INSERT ON embedding
WHEN EXISTS (SELECT 1 FROM index_file WHERE space_id = NEW.space_id)
BEGIN
    INSERT INTO index_change VALUES (NEW.space_id, NEW.segment_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER index_change_update AFTER UPDATE ON embedding
WHEN EXISTS (SELECT 1 FROM index_file WHERE space_id = NEW.space_id)
BEGIN
    INSERT INTO index_change VALUES (NEW.space_id, NEW.segment_id) ON CONFLICT DO NOTHING;
END;

CREATE TABLE index_change (
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE,
    segment_id INTEGER NOT NULL, -- which may be gone
    PRIMARY KEY (space_id, segment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE index_file (
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE,
    asset_type TEXT NOT NULL CHECK (asset_type IN ('image', 'audio', 'video')),
    segment_modality TEXT NOT NULL CHECK (segment_modality IN ('image', 'audio', 'text')),
    are_crops INTEGER NOT NULL CHECK (are_crops IN (0, 1)), -- of photos
    generation INTEGER NOT NULL CHECK (generation > 0),
    name TEXT NOT NULL UNIQUE CHECK (name <> '' AND name NOT LIKE '%/%'),
    vectors INTEGER NOT NULL CHECK (vectors >= 0),
    rebuilt_vectors INTEGER NOT NULL, -- how many there were when it was last made from nothing
    published_at TEXT NOT NULL,
    PRIMARY KEY (space_id, asset_type, segment_modality, are_crops)
) STRICT, WITHOUT ROWID;

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

CREATE TRIGGER asset_time_after_metadata_delete AFTER DELETE ON metadata BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = OLD.asset_id)
    WHERE id = OLD.asset_id;
END;

CREATE TRIGGER asset_time_after_metadata_insert AFTER INSERT ON metadata BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = NEW.asset_id)
    WHERE id = NEW.asset_id;
END;

CREATE INDEX metadata_by_camera ON metadata(camera) WHERE camera IS NOT NULL;

CREATE INDEX metadata_by_place ON metadata(latitude, longitude) WHERE latitude IS NOT NULL;

CREATE INDEX metadata_by_rating ON metadata(rating) WHERE rating IS NOT NULL;

CREATE TRIGGER metadata_is_replaced_whole BEFORE UPDATE ON metadata BEGIN
    SELECT RAISE(ABORT, 'a row of metadata is deleted and inserted, not updated');
END;

CREATE TRIGGER metadata_text_delete AFTER DELETE ON metadata BEGIN
    INSERT INTO metadata_text (metadata_text, rowid, captions, tags)
    VALUES ('delete', OLD.asset_id, OLD.captions, OLD.tags);
END;

CREATE TRIGGER metadata_text_insert AFTER INSERT ON metadata BEGIN
    INSERT INTO metadata_text (rowid, captions, tags)
    VALUES (NEW.asset_id, NEW.captions, NEW.tags);
END;

CREATE VIRTUAL TABLE metadata_text USING fts5(
    captions, tags, content = 'metadata', content_rowid = 'asset_id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE noise_floor (
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE,
    query_modality TEXT NOT NULL CHECK (query_modality IN ('image', 'audio', 'text')),
    asset_type TEXT NOT NULL CHECK (asset_type IN ('image', 'audio', 'video')),
    segment_modality TEXT NOT NULL CHECK (segment_modality IN ('image', 'audio', 'text')),
    are_crops INTEGER NOT NULL CHECK (are_crops IN (0, 1)),
    cutoff REAL NOT NULL,
    scale REAL NOT NULL CHECK (scale > 0),
    PRIMARY KEY (space_id, query_modality, asset_type, segment_modality, are_crops)
) STRICT, WITHOUT ROWID;

CREATE TABLE path (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE CHECK (path LIKE '/%'),
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL
, words TEXT NOT NULL DEFAULT '') STRICT;

CREATE TRIGGER asset_time_after_path_delete AFTER DELETE ON path BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = OLD.asset_id)
    WHERE id = OLD.asset_id;
END;

CREATE TRIGGER asset_time_after_path_insert AFTER INSERT ON path BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = NEW.asset_id)
    WHERE id = NEW.asset_id;
END;

CREATE TRIGGER asset_time_after_path_update AFTER UPDATE OF asset_id, mtime_ns ON path BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = asset.id)
    WHERE id IN (OLD.asset_id, NEW.asset_id);
END;

CREATE INDEX path_by_age ON path(asset_id, mtime_ns);

CREATE INDEX path_by_asset ON path(asset_id, path);

CREATE TRIGGER path_text_delete AFTER DELETE ON path BEGIN
    INSERT INTO path_text (path_text, rowid, words) VALUES ('delete', OLD.id, OLD.words);
END;

CREATE TRIGGER path_text_insert AFTER INSERT ON path BEGIN
    INSERT INTO path_text (rowid, words) VALUES (NEW.id, NEW.words);
END;

CREATE TRIGGER path_text_update AFTER UPDATE OF words ON path WHEN NEW.words <> OLD.words BEGIN
    INSERT INTO path_text (path_text, rowid, words) VALUES ('delete', OLD.id, OLD.words);
    INSERT INTO path_text (rowid, words) VALUES (NEW.id, NEW.words);
END;

CREATE VIRTUAL TABLE path_text USING fts5(
    words, content = 'path', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE pending (
    path TEXT PRIMARY KEY CHECK (path LIKE '/%'),
    rank INTEGER NOT NULL, -- of its kind of file, the lowest first
    sort_key INTEGER NOT NULL, -- among its kind, the lowest first
    type TEXT NOT NULL CHECK (type IN ('image', 'audio', 'video')), -- as its name has it
    size INTEGER NOT NULL CHECK (size >= 0),
    is_explicit INTEGER NOT NULL CHECK (is_explicit IN (0, 1)) -- named itself, not found in a folder
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_in_order ON pending(rank, sort_key, path);

CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE CHECK (path LIKE '/%'),
    stage TEXT NOT NULL CHECK (stage IN ('read', 'inspect', 'decode', 'encode')),
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 1 CHECK (attempts > 0),
    first_failed_at TEXT NOT NULL, -- times of day are UTC, YYYY-MM-DD HH:MM:SS.SSS
    last_failed_at TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL
) STRICT;

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE,
    roots TEXT NOT NULL CHECK (json_valid(roots)),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT NOT NULL DEFAULT 'running'
        CHECK (outcome IN ('running', 'completed', 'partial', 'interrupted', 'failed', 'killed')),
    files_seen INTEGER NOT NULL DEFAULT 0,
    files_indexed INTEGER NOT NULL DEFAULT 0,
    files_unchanged INTEGER NOT NULL DEFAULT 0,
    files_quarantined INTEGER NOT NULL DEFAULT 0,
    segments_added INTEGER NOT NULL DEFAULT 0, job TEXT, process INTEGER, progress TEXT CHECK (progress IS NULL OR json_valid(progress)), report TEXT CHECK (report IS NULL OR json_valid(report)), kind TEXT NOT NULL DEFAULT 'index' CHECK (kind IN ('index', 'migration')),
    CHECK ((finished_at IS NULL) = (outcome IN ('running', 'killed')))
) STRICT;

CREATE INDEX run_by_space ON run(space_id);

CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    modality TEXT NOT NULL CHECK (modality IN ('image', 'audio', 'text')),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    start_seconds REAL CHECK (start_seconds >= 0), -- NULL for photos
    end_seconds REAL CHECK (end_seconds >= start_seconds), crop_left REAL CHECK (crop_left >= 0), crop_top REAL CHECK (crop_top >= 0), crop_width REAL
    CHECK (crop_width > 0 AND crop_left + crop_width <= 1), crop_height REAL CHECK (
    CASE WHEN crop_height IS NULL THEN coalesce(crop_left, crop_top, crop_width) IS NULL
    ELSE crop_height > 0 AND crop_top + crop_height <= 1 AND crop_left IS NOT NULL
        AND crop_width IS NOT NULL AND modality = 'image' AND start_seconds IS NULL END),
    UNIQUE (asset_id, modality, ordinal),
    CHECK ((start_seconds IS NULL) = (end_seconds IS NULL))
) STRICT;

CREATE TABLE space (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE CHECK (identity <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    dimension INTEGER NOT NULL CHECK (dimension > 0),
    preprocessing_version INTEGER NOT NULL
, folder TEXT CHECK (folder LIKE '/%'), is_current INTEGER NOT NULL DEFAULT 0 CHECK (is_current IN (0, 1))) STRICT;

CREATE UNIQUE INDEX current_space ON space(is_current) WHERE is_current;

CREATE TABLE subtitle (
    id INTEGER PRIMARY KEY,
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    start_seconds REAL NOT NULL CHECK (start_seconds >= 0),
    end_seconds REAL NOT NULL CHECK (end_seconds >= start_seconds),
    line TEXT NOT NULL
) STRICT;

CREATE INDEX subtitle_by_asset ON subtitle(asset_id);

CREATE TRIGGER subtitle_is_replaced_whole BEFORE UPDATE ON subtitle BEGIN
    SELECT RAISE(ABORT, 'a line of subtitles is deleted and inserted, not updated');
END;

CREATE TRIGGER subtitle_text_delete AFTER DELETE ON subtitle BEGIN
    INSERT INTO subtitle_text (subtitle_text, rowid, line) VALUES ('delete', OLD.id, OLD.line);
END;

CREATE TRIGGER subtitle_text_insert AFTER INSERT ON subtitle BEGIN
    INSERT INTO subtitle_text (rowid, line) VALUES (NEW.id, NEW.line);
END;

CREATE VIRTUAL TABLE subtitle_text USING fts5(
    line, content = 'subtitle', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE tag (
    folded TEXT NOT NULL CHECK (folded <> ''),
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    PRIMARY KEY (folded, asset_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_by_asset ON tag(asset_id);

CREATE TABLE unseen (
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    since INTEGER NOT NULL -- seconds since 1970, UTC
) STRICT;

CREATE TRIGGER index_change_seen AFTER DELETE ON unseen BEGIN
    INSERT INTO index_change
    SELECT space_id, segment_id FROM segment JOIN embedding ON segment_id = segment.id
    WHERE asset_id = OLD.asset_id
        AND EXISTS (SELECT * FROM index_file WHERE index_file.space_id = embedding.space_id)
    ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER index_change_unseen AFTER INSERT ON unseen BEGIN
    INSERT INTO index_change
    SELECT space_id, segment_id FROM segment JOIN embedding ON segment_id = segment.id
    WHERE asset_id = NEW.asset_id
        AND EXISTS (SELECT * FROM index_file WHERE index_file.space_id = embedding.space_id)
    ON CONFLICT DO NOTHING;
END;

CREATE TABLE volume (
    path TEXT PRIMARY KEY CHECK (path LIKE '/%'),
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
