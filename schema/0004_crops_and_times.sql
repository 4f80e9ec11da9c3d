-- Which part of a large photo a segment shows: fractions of the upright picture's sides. NULL for
-- the whole picture, and for what is no photo.
ALTER TABLE segment ADD COLUMN crop_left REAL CHECK (crop_left >= 0);
ALTER TABLE segment ADD COLUMN crop_top REAL CHECK (crop_top >= 0);
ALTER TABLE segment ADD COLUMN crop_width REAL
    CHECK (crop_width > 0 AND crop_left + crop_width <= 1);
ALTER TABLE segment ADD COLUMN crop_height REAL CHECK (
    CASE WHEN crop_height IS NULL THEN coalesce(crop_left, crop_top, crop_width) IS NULL
    ELSE crop_height > 0 AND crop_top + crop_height <= 1 AND crop_left IS NOT NULL
        AND crop_width IS NOT NULL AND modality = 'image' AND start_seconds IS NULL END);

-- Photos that have crops by now are encoded again by the next run; until then they are found by
-- what is there.
DELETE FROM coverage WHERE asset_id IN (
    SELECT id FROM asset WHERE type = 'image' AND min(width, height) >= 448);

-- Crops have floors of their own: of several, the best comes nearer by chance.
CREATE TABLE known_floor AS SELECT * FROM noise_floor;
DROP TABLE noise_floor;
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
INSERT INTO noise_floor
SELECT space_id, query_modality, asset_type, segment_modality, 0, cutoff, scale FROM known_floor;
DROP TABLE known_floor;

-- When it was captured, else the time of its oldest file: seconds since 1970, UTC. Kept by the
-- triggers below, so that a period is a range of an index.
ALTER TABLE asset ADD COLUMN taken_at INTEGER;

CREATE VIEW asset_time AS
SELECT asset.id AS asset_id, coalesce(
    (SELECT captured_at FROM metadata WHERE metadata.asset_id = asset.id),
    (SELECT min(mtime_ns) FROM path WHERE path.asset_id = asset.id) / 1000000000) AS taken_at
FROM asset;

UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = asset.id);
CREATE INDEX asset_by_time ON asset(taken_at);

CREATE TRIGGER asset_time_after_path_insert AFTER INSERT ON path BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = NEW.asset_id)
    WHERE id = NEW.asset_id;
END;
CREATE TRIGGER asset_time_after_path_update AFTER UPDATE OF asset_id, mtime_ns ON path BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = asset.id)
    WHERE id IN (OLD.asset_id, NEW.asset_id);
END;
CREATE TRIGGER asset_time_after_path_delete AFTER DELETE ON path BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = OLD.asset_id)
    WHERE id = OLD.asset_id;
END;
CREATE TRIGGER asset_time_after_metadata_insert AFTER INSERT ON metadata BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = NEW.asset_id)
    WHERE id = NEW.asset_id;
END;
CREATE TRIGGER asset_time_after_metadata_delete AFTER DELETE ON metadata BEGIN
    UPDATE asset SET taken_at = (SELECT taken_at FROM asset_time WHERE asset_id = OLD.asset_id)
    WHERE id = OLD.asset_id;
END;

-- Of metadata that few assets have and filters ask for.
CREATE INDEX metadata_by_camera ON metadata(camera) WHERE camera IS NOT NULL;
CREATE INDEX metadata_by_place ON metadata(latitude, longitude) WHERE latitude IS NOT NULL;
CREATE INDEX metadata_by_rating ON metadata(rating) WHERE rating IS NOT NULL;
