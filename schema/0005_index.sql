-- The index file of each kind of segment, in the library's folder `index`. Without a row, searches
-- scan the embeddings.
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

-- Segments whose embedding came, went or changed since the space's index files were published:
-- what the files say of them does not count.
CREATE TABLE index_change (
    space_id INTEGER NOT NULL REFERENCES space(id) ON DELETE CASCADE,
    segment_id INTEGER NOT NULL, -- which may be gone
    PRIMARY KEY (space_id, segment_id)
) STRICT, WITHOUT ROWID;

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
CREATE TRIGGER index_change_delete AFTER DELETE ON embedding
WHEN EXISTS (SELECT 1 FROM index_file WHERE space_id = OLD.space_id)
BEGIN
    INSERT INTO index_change VALUES (OLD.space_id, OLD.segment_id) ON CONFLICT DO NOTHING;
END;
