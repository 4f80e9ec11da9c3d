CREATE TABLE asset (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content_hash BLOB NOT NULL UNIQUE CHECK (length(content_hash) = 16), -- XXH3, 128 bits
    byte_size INTEGER NOT NULL CHECK (byte_size >= 0),
    type TEXT NOT NULL CHECK (type IN ('image', 'audio', 'video')),
    width INTEGER CHECK (width > 0),
    height INTEGER CHECK (height > 0),
    duration_seconds REAL CHECK (duration_seconds >= 0),
    CHECK ((width IS NULL) = (height IS NULL)),
    CHECK (type <> 'image' OR duration_seconds IS NULL)
) STRICT;

CREATE TABLE coverage (
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE,
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
    cutoff REAL NOT NULL,
    scale REAL NOT NULL CHECK (scale > 0),
    PRIMARY KEY (space_id, query_modality, asset_type, segment_modality)
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
    segments_added INTEGER NOT NULL DEFAULT 0, job TEXT, process INTEGER, progress TEXT CHECK (progress IS NULL OR json_valid(progress)), report TEXT CHECK (report IS NULL OR json_valid(report)),
    CHECK ((finished_at IS NULL) = (outcome IN ('running', 'killed')))
) STRICT;

CREATE INDEX run_by_space ON run(space_id);

CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asset_id INTEGER NOT NULL REFERENCES asset(id) ON DELETE CASCADE,
    modality TEXT NOT NULL CHECK (modality IN ('image', 'audio', 'text')),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    start_seconds REAL CHECK (start_seconds >= 0), -- NULL for photos
    end_seconds REAL CHECK (end_seconds >= start_seconds),
    UNIQUE (asset_id, modality, ordinal),
    CHECK ((start_seconds IS NULL) = (end_seconds IS NULL))
) STRICT;

CREATE TABLE space (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE CHECK (identity <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    dimension INTEGER NOT NULL CHECK (dimension > 0),
    preprocessing_version INTEGER NOT NULL
) STRICT;

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

CREATE TABLE volume (
    path TEXT PRIMARY KEY CHECK (path LIKE '/%'),
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
