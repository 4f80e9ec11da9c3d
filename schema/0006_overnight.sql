-- What a run has found and not yet done, in the order in which it will be done.
CREATE TABLE pending (
    path TEXT PRIMARY KEY CHECK (path LIKE '/%'),
    rank INTEGER NOT NULL, -- of its kind of file, the lowest first
    sort_key INTEGER NOT NULL, -- among its kind, the lowest first
    type TEXT NOT NULL CHECK (type IN ('image', 'audio', 'video')), -- as its name has it
    size INTEGER NOT NULL CHECK (size >= 0),
    is_explicit INTEGER NOT NULL CHECK (is_explicit IN (0, 1)) -- named itself, not found in a folder
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_in_order ON pending(rank, sort_key, path);

-- Assets that no path shows, kept for a while: a file may come back.
CREATE TABLE unseen (
    asset_id INTEGER PRIMARY KEY REFERENCES asset(id) ON DELETE CASCADE,
    since INTEGER NOT NULL -- seconds since 1970, UTC
) STRICT;

-- What is unseen is not in results, so index files must not propose it.
CREATE TRIGGER index_change_unseen AFTER INSERT ON unseen BEGIN
    INSERT INTO index_change
    SELECT space_id, segment_id FROM segment JOIN embedding ON segment_id = segment.id
    WHERE asset_id = NEW.asset_id
        AND EXISTS (SELECT * FROM index_file WHERE index_file.space_id = embedding.space_id)
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER index_change_seen AFTER DELETE ON unseen BEGIN
    INSERT INTO index_change
    SELECT space_id, segment_id FROM segment JOIN embedding ON segment_id = segment.id
    WHERE asset_id = OLD.asset_id
        AND EXISTS (SELECT * FROM index_file WHERE index_file.space_id = embedding.space_id)
    ON CONFLICT DO NOTHING;
END;

-- Roots, and folders in them where another file system begins: what tells a folder that was emptied
-- from one whose disk is not there.
CREATE TABLE volume (
    path TEXT PRIMARY KEY CHECK (path LIKE '/%'),
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE run ADD COLUMN job TEXT; -- its name; NULL for a run without one
ALTER TABLE run ADD COLUMN process INTEGER; -- that executes it, of this machine
ALTER TABLE run ADD COLUMN progress TEXT CHECK (progress IS NULL OR json_valid(progress)); -- while it is running
ALTER TABLE run ADD COLUMN report TEXT CHECK (report IS NULL OR json_valid(report)); -- once it has ended
